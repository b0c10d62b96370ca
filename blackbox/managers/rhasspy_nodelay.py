"""rhasspy-dialogue-hermes with TCP_NODELAY on its sockets, otherwise unchanged; takes the same arguments.

As published, each of its reactions waits about 40 ms: its MQTT client leaves Nagle's algorithm on, and the broker
acknowledges late. Without that, what is left is the price of its code. Run it with the Python of Rhasspy's environment.
"""
import socket
import sys

from rhasspydialogue_hermes.__main__ import main

connect_as_published = socket.create_connection


def connect_without_delay(*arguments, **options):
    connection = connect_as_published(*arguments, **options)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


socket.create_connection = connect_without_delay
sys.exit(main())
