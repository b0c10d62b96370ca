"""Tells the time, with rhasspy-hermes-app."""
from datetime import datetime

from rhasspyhermes_app import EndSession, HermesApp


def main():
    app = HermesApp("TimeApp")

    @app.on_intent("GetTime")
    async def get_time(_):
        return EndSession(f"It is {datetime.now():%H %M}.")

    app.run()


if __name__ == "__main__":
    main()
