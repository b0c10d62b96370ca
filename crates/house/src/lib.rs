//! A simulated voice house on virtual time, and the oracle that checks what must always hold.
