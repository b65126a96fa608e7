"""The smallest backend that keeps every clause of `npm run backend`. It needs Flask and prometheus-client."""

import hmac
import http.client
import json
import logging
import os
import threading
import time
import uuid
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any, NoReturn
from urllib.parse import parse_qsl, urlsplit

from flask import Flask, Response, abort, jsonify, request
from prometheus_client import Counter, Gauge, Histogram, generate_latest
from werkzeug.exceptions import HTTPException

GATEWAY = urlsplit(os.environ.get("SSE_GATEWAY_URL", "http://localhost:3000"))
SECRET = os.environ.get("SSE_CALLBACK_SECRET", "")
PRODUCTION = os.environ.get("FLASK_ENV") == "production"
# The gateway waits 5 s for a callback, and a connect callback may wait for two sends.
SEND_TIMEOUT_SECONDS = 2.0
STREAMS = {"/api/sse/tasks": ("task", "task_id"), "/api/sse/utils/version": ("version", "request_id")}
GREETING = {"event": {"name": "connection_open", "data": '{"status": "connected"}'}}

connections_total = Counter("sse_gateway_connections_total", "Connects and disconnects.", ["service", "action"])
events_sent_total = Counter("sse_gateway_events_sent_total", "Events sent.", ["service", "status"])
send_duration = Histogram("sse_gateway_send_duration_seconds", "Duration of a send.", ["service"])
active_connections = Gauge("sse_gateway_active_connections", "Open connections.", ["service"])

# werkzeug would log the secret of the callback URL.
logging.getLogger("werkzeug").setLevel(logging.ERROR)

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024

tokens: dict[str, str] = {}
tokens_lock = threading.Lock()  # never held during HTTP
# One per stream, held during HTTP: keeps the order of a stream, and no stream waits for another.
turns: defaultdict[str, threading.RLock] = defaultdict(threading.RLock)
pending: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
tasks: set[str] = set()


def ask_gateway(method: str, path: str, body: Any = None) -> int | None:
    """The status of the gateway's answer; None if it does not answer."""
    client = http.client.HTTPConnection(GATEWAY.hostname or "", GATEWAY.port, timeout=SEND_TIMEOUT_SECONDS)
    try:
        client.request(method, path, json.dumps(body), {"Content-Type": "application/json"})
        return client.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        client.close()


def forget(identifier: str, token: str) -> bool:
    with tokens_lock:
        if tokens.get(identifier) != token:
            return False
        del tokens[identifier]
    active_connections.labels(identifier.split(":")[0]).dec()
    return True


def send_pending(identifier: str) -> bool:
    """Sends the pending events of a connected client, in order. A refused version stays; a refused task event is lost."""
    service = identifier.split(":")[0]
    accepted = False
    while pending[identifier] and (token := tokens.get(identifier)):
        began = time.monotonic()
        status = ask_gateway("POST", "/internal/send", {"token": token, **pending[identifier][0]})
        accepted = status is not None and 200 <= status < 300
        send_duration.labels(service).observe(time.monotonic() - began)
        events_sent_total.labels(service, "success" if accepted else "error").inc()
        if status == 404:
            forget(identifier, token)
        if not accepted and service == "version":
            return False
        pending[identifier].pop(0)
    return accepted


def post_event(identifier: str, name: str, payload: dict[str, Any], *, close: bool = False) -> bool:
    """Sends the event now or keeps it. True if the gateway accepted it now."""
    command: dict[str, Any] = {"event": {"name": name, "data": json.dumps(payload)}}
    with turns[identifier]:
        pending[identifier].append({**command, "close": True} if close else command)
        return send_pending(identifier)


def connect(identifier: str, token: str) -> None:
    service, _, stream_id = identifier.partition(":")
    with turns[identifier]:
        former = tokens.get(identifier)
        if former not in (None, token):
            ask_gateway("POST", "/internal/send", {"token": former, "close": True})
        with tokens_lock:
            is_new = identifier not in tokens
            tokens[identifier] = token
        if is_new:
            active_connections.labels(service).inc()
        connections_total.labels(service, "connect").inc()
        send_pending(identifier)
        if service == "task" and stream_id not in tasks:
            post_event(identifier, "error", {"error": "Task not found", "task_id": stream_id})
            post_event(identifier, "connection_close", {"reason": "task_not_found"}, close=True)


def refuse(why: str, status: int = 400) -> NoReturn:
    abort(status, description=why)


def json_object() -> dict[str, Any]:
    if not request.is_json:
        refuse("expected Content-Type: application/json")
    try:
        body = json.loads(request.get_data())
    except (ValueError, RecursionError):
        refuse("the body is not JSON")
    if not isinstance(body, dict):
        refuse("expected a JSON object")
    return body


def text(body: dict[str, Any], field: str) -> str:
    value = body.get(field)
    if not isinstance(value, str) or value == "":
        refuse(f"expected {field}: a string")
    return value


def identifier_of(target: str) -> str | None:
    """`task:42` or `version:abc`; None if the request target is not a stream of this backend."""
    path, _, query = target.partition("#")[0].partition("?")
    service, parameter = STREAMS.get(path, ("", ""))
    ids = [value for name, value in parse_qsl(query, keep_blank_values=True) if name == parameter]
    return f"{service}:{ids[0]}" if service and ids and ids[0] and ":" not in ids[0] else None


@app.errorhandler(HTTPException)
def explain(error: HTTPException) -> tuple[Response, int]:
    return jsonify(error=error.description), error.code or 500


@app.post("/api/sse/callback")
def callback() -> Response:
    given = request.args.get("secret", "")
    if PRODUCTION and not (SECRET and hmac.compare_digest(given.encode(), SECRET.encode())):
        refuse("wrong secret", 401)
    body = json_object()
    action, token, forwarded = text(body, "action"), text(body, "token"), body.get("request")
    if not isinstance(forwarded, dict) or not isinstance(forwarded.get("headers", {}), dict):
        refuse("expected request: an object with url and headers")
    identifier = identifier_of(text(forwarded, "url"))
    if action == "disconnect":
        text(body, "reason")
        if identifier is not None and forget(identifier, token):
            connections_total.labels(identifier.split(":")[0], "disconnect").inc()
        return jsonify({})
    if action != "connect":
        refuse("expected action: connect or disconnect")
    if identifier is None:
        refuse("expected a stream with an id that is not empty and holds no colon")
    connect(identifier, token)
    return jsonify(GREETING)


@app.get("/api/health/healthz")
def alive() -> Response:
    return jsonify(status="alive", ready=True)


@app.get("/api/health/readyz")
def ready() -> Response:
    return jsonify(status="ready", ready=True, gateway={"answers": ask_gateway("GET", "/healthz") is not None})


@app.get("/metrics")
def metrics() -> Response:
    return Response(generate_latest(), content_type="text/plain; version=0.0.4; charset=utf-8")


@app.before_request
def no_test_hooks_in_production() -> None:
    if PRODUCTION and request.path.startswith("/api/testing/"):
        refuse("there are no test hooks in production", 404)


def run_task(task_id: str, task_type: str, steps: int, delay: float) -> None:
    def tell(event_type: str, data: dict[str, Any] | None) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        event = {"event_type": event_type, "task_id": task_id, "timestamp": now, "data": data}
        post_event(f"task:{task_id}", "task_event", event)

    tell("task_started", None)
    for step in range(steps):
        time.sleep(delay)
        tell("progress_update", {"text": f"Step {step + 1}/{steps}", "value": (step + 1) / steps})
    end = "task_completed" if task_type == "demo_task" else "task_failed"
    tell(end, {"status": "success"} if end == "task_completed" else {"error": "Test error"})
    post_event(f"task:{task_id}", "connection_close", {"reason": end}, close=True)


@app.post("/api/testing/tasks/start")
def start_task() -> Response:
    body = json_object()
    task_type = text(body, "task_type")
    if task_type not in ("demo_task", "failing_task"):
        refuse("expected task_type: demo_task or failing_task")
    params = body.get("params") or {}
    task_id = str(uuid.uuid4())
    tasks.add(task_id)
    steps, delay = int(params.get("steps", 3)), float(params.get("delay", 0.1))
    worker = threading.Thread(target=run_task, args=(task_id, task_type, steps, delay), daemon=True)
    worker.start()
    if delay == 0:
        worker.join()
    return jsonify(task_id=task_id, stream_url=f"/api/sse/tasks?task_id={task_id}", status="pending")


@app.post("/api/testing/deployments/version")
def announce_version() -> tuple[Response, int]:
    body = json_object()
    request_id, announced = text(body, "request_id"), {"version": text(body, "version")}
    if changelog := body.get("changelog"):
        announced["changelog"] = changelog
    delivered = post_event(f"version:{request_id}", "version", announced)
    status = "delivered" if delivered else "queued"
    return jsonify(requestId=request_id, delivered=delivered, status=status), 202
