//! The derive macros of `petasos-skill`, which exports them again; see there.
