"""A foreign client (paho-mqtt): publishes or listens, as told, and shows what came as lines of JSON.

foreign.py PORT publish TOPIC QOS COUNT     publishes COUNT messages and waits until the broker has them
foreign.py PORT listen FILTER QOS COUNT     says "ready" when subscribed, and shows COUNT messages
"""
import json
import sys

import paho.mqtt.client as mqtt

port, action, topic, qos, count = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, protocol=mqtt.MQTTv311)
client.connect("127.0.0.1", port)
if action == "publish":
    client.loop_start()
    for number in range(count):
        client.publish(topic, str(number), qos).wait_for_publish(20)
    client.disconnect()
    client.loop_stop()
else:
    seen = []

    def show(client, _, message):
        text = message.payload.decode()
        print(json.dumps([message.topic, text, message.qos, message.retain]), flush=True)
        seen.append(text)
        if len(seen) == count:
            client.disconnect()

    client.on_message = show
    client.on_subscribe = lambda *_: print("ready", flush=True)
    client.on_connect = lambda *_: client.subscribe(topic, qos)
    client.loop_forever()
