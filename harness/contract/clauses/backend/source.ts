/** The section of the contract about backends. */
export const BACKEND = 'contract, "How the backend behaves"'
