"""What python-socketio's client does with the fixture server. Prints "passed" at the end; fails otherwise."""

import asyncio
import sys

import socketio

URL, TRANSPORTS = sys.argv[1], sys.argv[2].split(",")


async def next_of(queue):
    return await asyncio.wait_for(queue.get(), 20)


async def connected(*namespaces):
    client = socketio.AsyncClient(reconnection=False)
    events = asyncio.Queue()
    for namespace in namespaces:
        for name in ("auth", "message-back", "news", "disconnect", "connect_error"):
            client.on(name, lambda *a, n=name, ns=namespace: events.put_nowait((ns, n, *a)), namespace=namespace)
    await client.connect(
        URL, transports=TRANSPORTS, auth={"token": "secret"}, namespaces=list(namespaces), wait_timeout=20)
    return client, events


async def talks():
    client, events = await connected("/")
    assert await next_of(events) == ("/", "auth", {"token": "secret"})
    await client.emit("message", ("häß€😀", 1, {"a": [None, True]}, b"\x01\x02"))
    assert await next_of(events) == ("/", "message-back", "häß€😀", 1, {"a": [None, True]}, b"\x01\x02")
    answer = await client.call("message-with-ack", (1, b"\x00\xff"))
    assert tuple(answer) == (1, b"\x00\xff"), answer
    await client.disconnect()


async def meets_others_in_rooms():
    one, heard_by_one = await connected("/")
    two, heard_by_two = await connected("/")
    await next_of(heard_by_one), await next_of(heard_by_two)
    await two.call("join", "room")
    await one.emit("to-room", ("room", "news", 42))
    assert await next_of(heard_by_two) == ("/", "news", 42)
    await one.disconnect()
    await two.disconnect()


async def joins_several_namespaces():
    client, events = await connected("/", "/custom")
    assert {(await next_of(events))[:2], (await next_of(events))[:2]} == {("/", "auth"), ("/custom", "auth")}
    await client.emit("message", "there", namespace="/custom")
    assert await next_of(events) == ("/custom", "message-back", "there")
    await client.disconnect()


async def is_refused():
    try:
        await connected("/mw-err")
        raise AssertionError("was let in")
    except socketio.exceptions.ConnectionError:
        pass


async def is_sent_away():
    client, events = await connected("/")
    await next_of(events)
    await client.emit("disconnect-me", False)
    assert (await next_of(events))[:2] == ("/", "disconnect")
    await client.disconnect()


async def main():
    for scenario in (talks, meets_others_in_rooms, joins_several_namespaces, is_refused, is_sent_away):
        print(scenario.__name__, flush=True)
        await scenario()
    print("passed")


asyncio.run(main())
