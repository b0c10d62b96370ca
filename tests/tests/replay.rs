//! Every recorded session, played to Petasos' dialogue manager on virtual time: the same comes out. One test per file of
//! `tests/sessions`.

petasos_testkit::replay_all!("sessions");
