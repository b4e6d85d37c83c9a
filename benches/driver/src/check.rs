//! `cargo check` of generated code, by itself and with handlers.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use crate::bench::{Bench, bytes_in, cargo, command, succeed};
use crate::inputs::Edit;
use crate::inputs::beats::{Flavour, Shape};
use crate::inputs::by_hand;
use crate::inputs::symphony::{handlers, id, sequence};
use crate::measure::{Cost, growth, median, run};
use crate::table::{Table, digits, seconds};

/// What is checked.
#[derive(Clone, Copy, PartialEq)]
enum Code {
    /// What is generated, by itself.
    Generated,
    /// That, handlers for it, and a performance.
    Performed,
    /// What somebody would write by hand for the calls alone: no dynamics, records, retries, time-outs or events.
    ByHand,
}

/// A crate to check.
struct Case {
    sequences: usize,
    shape: Shape,
    flavour: Flavour,
    code: Code,
}

impl Case {
    fn name(&self) -> String {
        let Self { sequences, shape, .. } = self;
        let many = if *sequences == 1 { "" } else { "s" };
        let how = match self.code {
            Code::Generated => "",
            Code::Performed => ", with handlers, performed",
            Code::ByHand => ", calls by hand",
        };
        format!("{sequences} sequence{many} of {} beats, {} a movement{how}", shape.beats, shape.movement)
    }

    fn beats(&self) -> usize {
        self.sequences * self.shape.beats
    }
}

/// Sizes of one sequence by which its growth is known.
const LONG: [Shape; 4] = [
    Shape { beats: 125, movement: 25 },
    Shape { beats: 250, movement: 25 },
    Shape { beats: 500, movement: 25 },
    Shape { beats: 1_000, movement: 25 },
];

fn cases(flavour: Flavour) -> Vec<Case> {
    let usual = |sequences| Case { sequences, shape: Shape::USUAL, flavour, code: Code::Generated };
    let long = |shape, code| Case { sequences: 1, shape, flavour, code };
    let [.., longest] = LONG;
    let one_movement = Shape { movement: longest.beats, ..longest };
    let mut cases = vec![usual(10), usual(100)];
    cases.extend(LONG.map(|shape| long(shape, Code::Generated)));
    cases.push(long(one_movement, Code::Generated));
    cases.push(long(longest, Code::Performed));
    cases.push(long(longest, Code::ByHand));
    cases
}

#[allow(clippy::cast_precision_loss)] // far from 2^52
pub(crate) fn measure(bench: &Bench, runs: usize) -> Result<(), Box<dyn Error>> {
    let generator = bench.generator("symphony")?;
    let target = bench.path("target");
    let empty = bench.package("symphony-check", "empty")?;
    fs::create_dir_all(empty.join("src/generated"))?;
    fs::write(empty.join("src/generated/symphony.rs"), "")?;
    fs::write(empty.join("src/items.rs"), "pub fn run() {}\n")?;
    println!(
        "`cargo check` of generated code, dependencies checked before; median of {runs}, each after an empty crate, which is subtracted."
    );
    for flavour in [Flavour::Blocking, Flavour::Async] {
        let mut table =
            Table::new(&["", "beats", "CPU s", "of it for the code", "CPU ms a beat", "bytes of code a beat"]);
        let (mut more, mut longer) = (Vec::new(), Vec::new());
        for (number, case) in cases(flavour).iter().enumerate() {
            let package = write(bench, &generator, case, &format!("{}-{number}", flavour.word()))?;
            succeed(cargo(&package, &target).arg("check"))?;
            let (mut bare, mut costs) = (Vec::new(), Vec::new());
            for _ in 0..runs {
                bare.push(check(&empty, &target)?);
                costs.push(check(&package, &target)?);
            }
            let cost = median(&costs);
            let own = cost.cpu.saturating_sub(median(&bare).cpu);
            let beats = case.beats() as f64;
            table.row(&[
                case.name(),
                case.beats().to_string(),
                seconds(cost.cpu),
                seconds(own),
                digits(own.as_secs_f64() * 1e3 / beats),
                digits(bytes_in(&package.join("src/generated"))? as f64 / beats),
            ]);
            if case.code == Code::Generated && case.shape.movement != case.shape.beats {
                let points = if case.sequences == 1 { &mut longer } else { &mut more };
                points.push((beats, own.as_secs_f64()));
            }
        }
        table.print();
        let exponent = |points: &[(f64, f64)]| growth(points).map_or("–".into(), |exponent| format!("{exponent:.2}"));
        println!(
            "Growth exponents, {}: with the number of sequences {}, with the beats of one {}.",
            flavour.word(),
            exponent(&more),
            exponent(&longer),
        );
    }
    Ok(())
}

/// The cost of checking a package whose dependencies were checked before.
fn check(package: &Path, target: &Path) -> Result<Cost, Box<dyn Error>> {
    succeed(cargo(package, target).args(["clean", "--offline", "--package", "symphony-check"]))?;
    let cost = run(cargo(package, target).args(["check", "--offline"]))?;
    if cost.success { Ok(cost) } else { Err(format!("{} does not compile", package.display()).into()) }
}

/// A crate with what is generated for a case.
fn write(bench: &Bench, generator: &Path, case: &Case, name: &str) -> Result<PathBuf, Box<dyn Error>> {
    let package = bench.package("symphony-check", name)?;
    let mut program = "pub fn run() {}\n".to_owned();
    if case.code == Code::ByHand {
        let generated = package.join("src/generated");
        fs::create_dir_all(&generated)?;
        fs::write(generated.join("symphony.rs"), by_hand::file(case.shape, case.flavour))?;
    } else {
        let sequences = package.join("sequences");
        fs::create_dir_all(&sequences)?;
        for number in 0..case.sequences {
            let text = sequence(number, case.shape, Edit::Text(0));
            fs::write(sequences.join(format!("{}.json", id(number))), text)?;
        }
        succeed(command(generator, &package).args(["sequences", "src/generated", case.flavour.word()]))?;
    }
    if case.code == Code::Performed {
        program = handlers(&format!("crate::generated::{}", id(0)), case.shape, case.flavour, "");
    }
    fs::write(package.join("src/items.rs"), program)?;
    Ok(package)
}
