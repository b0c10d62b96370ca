"""A small MQTT 3.1.1 client: QoS 0, one socket, no threads.

Both the driver and the yardsticks use it, so that what they cost is the same and little. `publish` only
fills a buffer; `poll` sends it and gives what has arrived.
"""
import os
import select
import socket
import time

CONNECT, CONNACK, PUBLISH, SUBSCRIBE, SUBACK = 0x10, 0x20, 0x30, 0x82, 0x90
CLEAN_SESSION = 0x02
READ_AT_MOST = 1 << 18


def encode_length(length):
    """The "remaining length" of a packet: seven bits a byte, the lowest first."""
    encoded = bytearray()
    while length > 127:
        encoded.append(length & 127 | 128)
        length >>= 7
    encoded.append(length)
    return bytes(encoded)


def encode_text(text):
    data = text.encode()
    return len(data).to_bytes(2, "big") + data


def split_packets(data):
    """Whole packets as (first byte, body), and the bytes that are left."""
    packets, start, end = [], 0, len(data)
    while True:
        length, shift, position = 0, 0, start + 1
        while position < end:
            byte = data[position]
            position += 1
            length |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
        else:
            break
        if position + length > end:
            break
        packets.append((data[start], data[position:position + length]))
        start = position + length
    return packets, data[start:]


class Client:
    """A connection to a broker at 127.0.0.1."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.unsent, self.unread, self.heads, self.acknowledged = bytearray(), b"", {}, 0
        name = f"bench-{os.getpid()}-{time.monotonic_ns()}"
        self._send(CONNECT, encode_text("MQTT") + bytes([4, CLEAN_SESSION, 0, 0]) + encode_text(name))
        self.socket.sendall(self.unsent)
        self.unsent.clear()
        answer = self.socket.recv(4, socket.MSG_WAITALL)
        if answer[:1] != bytes([CONNACK]) or answer[3:] != b"\0":
            raise ConnectionError(f"the broker at port {port} does not take us: {answer!r}")
        self.socket.setblocking(False)
        self.poller = select.poll()
        self.poller.register(self.socket, select.POLLIN)

    def subscribe(self, *filters):
        """Subscribes and waits for the broker's word, so that nothing published later is missed."""
        wanted = self.acknowledged + 1
        self._send(SUBSCRIBE, b"\0\1" + b"".join(encode_text(filter_) + b"\0" for filter_ in filters))
        give_up = time.monotonic() + 10
        while self.acknowledged < wanted:
            self.poll(0.1)
            if time.monotonic() > give_up:
                raise TimeoutError("the broker does not answer SUBSCRIBE")

    def publish(self, topic, payload):
        head = self.heads.get(topic)
        if head is None:
            head = self.heads[topic] = encode_text(topic)
        self._send(PUBLISH, head + payload)

    def poll(self, patience):
        """Sends what is to be sent, waits at most so many seconds, and gives (topic, payload) of what arrived."""
        if not self._flush():
            self.poller.modify(self.socket, select.POLLIN | select.POLLOUT)
            ready = self.poller.poll(patience * 1000)
            self.poller.modify(self.socket, select.POLLIN)
        else:
            ready = self.poller.poll(patience * 1000)
        if not any(events & ~select.POLLOUT for _, events in ready):
            return []
        data = self.socket.recv(READ_AT_MOST)
        if not data:
            raise ConnectionError("the broker has closed the connection")
        packets, self.unread = split_packets(self.unread + data)
        messages = []
        for kind, body in packets:
            if kind & 0xF0 == PUBLISH:
                end = 2 + int.from_bytes(body[:2], "big")
                messages.append((body[2:end].decode(), body[end:]))
            elif kind == SUBACK:
                self.acknowledged += 1
        return messages

    def close(self):
        self._flush()
        self.socket.close()

    def _send(self, kind, body):
        self.unsent.append(kind)
        self.unsent += encode_length(len(body))
        self.unsent += body

    def _flush(self):
        """Whether all is sent."""
        while self.unsent:
            try:
                del self.unsent[:self.socket.send(self.unsent)]
            except BlockingIOError:
                return False
        return True
