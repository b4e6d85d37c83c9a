//! What a process costs.

use std::error::Error;
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use wait4::Wait4 as _;

/// The cost of a process and of all that it started and waited for.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    /// From the start to the end, by the clock on the wall.
    pub(crate) wall: Duration,
    /// The processors' time, of the program and of the system for it.
    pub(crate) cpu: Duration,
    /// The most memory that one of the processes held, in bytes.
    pub(crate) peak: u64,
    /// Whether it ended well.
    pub(crate) success: bool,
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> Result<Cost, Box<dyn Error>> {
    let start = Instant::now();
    let used = command.spawn()?.wait4()?;
    Ok(cost(start, used))
}

/// Runs a command to its end or until `limit` is over; then there is no cost.
pub(crate) fn run_within(command: &mut Command, limit: Duration) -> Result<Option<Cost>, Box<dyn Error>> {
    const LOOK: Duration = Duration::from_millis(1);
    let start = Instant::now();
    let mut child: Child = command.spawn()?;
    loop {
        if let Some(used) = child.try_wait4()? {
            return Ok(Some(cost(start, used)));
        }
        if start.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(LOOK);
    }
}

fn cost(start: Instant, used: wait4::ResUse) -> Cost {
    Cost {
        wall: start.elapsed(),
        cpu: used.rusage.utime + used.rusage.stime,
        peak: used.rusage.maxrss,
        success: used.status.success(),
    }
}

/// The cost in the middle, by the processors' time; the wall's and the memory's middle are taken each for itself.
pub(crate) fn median(costs: &[Cost]) -> Cost {
    Cost {
        wall: middle(costs.iter().map(|cost| cost.wall).collect()),
        cpu: middle(costs.iter().map(|cost| cost.cpu).collect()),
        peak: middle(costs.iter().map(|cost| cost.peak).collect()),
        success: costs.iter().all(|cost| cost.success),
    }
}

fn middle<T: Ord + Copy>(mut values: Vec<T>) -> T {
    values.sort_unstable();
    values[values.len() / 2]
}

/// How a cost grows with a size: the slope of the line through the logarithms of both, 1 where it is linear.
pub(crate) fn growth(points: &[(f64, f64)]) -> Option<f64> {
    let logs: Vec<(f64, f64)> = points.iter().map(|(size, cost)| (size.ln(), cost.ln())).collect();
    let count = f64::from(u32::try_from(logs.len()).ok().filter(|count| *count > 1)?);
    let mean = |of: fn(&(f64, f64)) -> f64| logs.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let along: f64 = logs.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    let across: f64 = logs.iter().map(|point| (point.0 - x).powi(2)).sum();
    Some(along / across)
}

#[cfg(test)]
mod tests {
    use super::growth;

    #[test]
    fn the_exponent_is_the_power() {
        let points: Vec<(f64, f64)> = [10.0, 100.0, 1000.0].map(|size: f64| (size, 3.0 * size.powf(1.5))).to_vec();
        assert!((growth(&points).unwrap() - 1.5).abs() < 1e-9);
        assert!(growth(&points[..1]).is_none());
    }
}
