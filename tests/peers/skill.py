"""A skill that asks before it acts, written with rhasspy-hermes-app as its manual says."""
from rhasspyhermes.dialogue import DialogueIntentNotRecognized
from rhasspyhermes.nlu import NluIntent
from rhasspyhermes_app import ContinueSession, EndSession, HermesApp

app = HermesApp("skill")


@app.on_intent("GetTime")
async def get_time(_: NluIntent):
    return EndSession("It is noon.")


@app.on_intent("TurnOff")
async def turn_off(intent: NluIntent):
    return ask("Really?", custom_data=intent.slots[0].value["value"])


@app.on_intent("Yes")
async def yes(intent: NluIntent):
    return EndSession(f"The {intent.custom_data} is off.")


@app.on_intent("No")
async def no(_: NluIntent):
    return EndSession()


@app.on_dialogue_intent_not_recognized
async def not_understood(_: DialogueIntentNotRecognized):
    return ask("Yes or no?")


def ask(question: str, custom_data: str = None):
    return ContinueSession(
        text=question,
        intent_filter=["Yes", "No"],
        custom_data=custom_data,
        send_intent_not_recognized=True,
    )


app.run()
