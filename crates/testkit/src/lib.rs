//! What tests of voice assistants need: recorded sessions, replayed on virtual time.
