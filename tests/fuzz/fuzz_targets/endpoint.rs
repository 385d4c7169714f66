//! `cargo +nightly fuzz run endpoint` in `tests`: see `hoplab_tests::torment`, which `tests/tests/properties.rs` runs too.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    hoplab_tests::torment(bytes);
});
