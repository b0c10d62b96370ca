"""Audio frames as the satellites of Rhasspy and Snips publish them."""
import struct

# 256 samples of 16 bits at 16 kHz behind a plain header of 44 bytes: 62.5 frames a second.
SAMPLES = 256
FRAMES_PER_SECOND = 62.5


def frame(data):
    """A WAV of one channel that holds these samples."""
    return struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16, 1, 1, 16000, 32000, 2, 16,
                       b"data", len(data)) + data
