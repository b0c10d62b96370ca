//! One test for each session file.

petasos_testkit::replay_all!("../replay/tests/sessions");
