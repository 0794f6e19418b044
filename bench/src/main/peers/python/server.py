"""The tiny app of the benchmarks on python-socketio and uvicorn: python3 server.py PORT [REDIS_URL]"""

import sys

import socketio
import uvicorn

manager = socketio.AsyncRedisManager(sys.argv[2]) if len(sys.argv) > 2 else None
io = socketio.AsyncServer(
    async_mode="asgi", client_manager=manager, ping_interval=25, ping_timeout=60, cors_allowed_origins="*"
)


@io.event
async def join(sid, room):
    entered = io.enter_room(sid, room)
    if entered is not None:  # a coroutine since python-socketio 5.9
        await entered
    return room


@io.event
async def echo(sid, text):
    return text


@io.event
async def broadcast(sid, text):
    await io.emit("message", text, room="r")


uvicorn.run(socketio.ASGIApp(io), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", access_log=False)
