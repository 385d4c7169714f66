//! The workloads as Node calls them.

use wasm_bindgen::prelude::*;

use crate::{Done, Workload, prepare};

/// A workload; Node times [`Bench::run`].
#[wasm_bindgen]
pub struct Bench {
    workload: Option<Workload>,
    done: Done,
}

#[wasm_bindgen]
impl Bench {
    /// As `hoplab_bench::prepare`; `undefined` if there is no such workload.
    pub fn prepare(name: &str, size: u32) -> Option<Bench> {
        Some(Bench {
            workload: Some(prepare(name, size)?),
            done: Done::default(),
        })
    }

    /// Runs it.
    pub fn run(&mut self) {
        if let Some(workload) = &mut self.workload {
            self.done = workload.run();
        }
    }

    /// What came of it, as the fields of a JSON object.
    pub fn finish(&mut self) -> String {
        if let Some(workload) = self.workload.take() {
            self.done = workload.finish(self.done);
        }
        self.done.to_string()
    }
}
