//! The one piece of linear algebra that the estimators need: a symmetric positive definite system.

/// The lower factor L of A = LL'.
///
/// Source: Golub and Van Loan (2013), "Matrix Computations", 4.2.
pub struct Cholesky {
    size: usize,
    rows: Vec<f64>,
}

impl Cholesky {
    /// Factors a matrix, row after row; nothing where it is not positive definite.
    pub fn new(size: usize, mut rows: Vec<f64>) -> Option<Cholesky> {
        for j in 0..size {
            for i in j..size {
                let known: f64 = (0..j)
                    .map(|m| rows[i * size + m] * rows[j * size + m])
                    .sum();
                let rest = rows[i * size + j] - known;
                rows[i * size + j] = if i > j {
                    rest / rows[j * size + j]
                } else if rest > 0.0 && rest.is_finite() {
                    rest.sqrt()
                } else {
                    return None;
                };
            }
        }
        Some(Cholesky { size, rows })
    }

    /// The x of Ax = b.
    pub fn solve(&self, b: &[f64]) -> Vec<f64> {
        let mut x = self.forward(b);
        for i in (0..self.size).rev() {
            let known: f64 = (i + 1..self.size)
                .map(|m| self.rows[m * self.size + i] * x[m])
                .sum();
            x[i] = (x[i] - known) / self.rows[i * self.size + i];
        }
        x
    }

    /// An element of the diagonal of the inverse of A.
    pub fn inverse_diagonal(&self, place: usize) -> f64 {
        self.inverse(place, place)
    }

    /// An element of the inverse of A.
    pub fn inverse(&self, row: usize, column: usize) -> f64 {
        let unit = |place: usize| {
            let mut unit = vec![0.0; self.size];
            unit[place] = 1.0;
            self.forward(&unit)
        };
        unit(row).iter().zip(unit(column)).map(|(a, b)| a * b).sum()
    }

    fn forward(&self, b: &[f64]) -> Vec<f64> {
        let mut y = b.to_vec();
        for i in 0..self.size {
            let known: f64 = (0..i).map(|m| self.rows[i * self.size + m] * y[m]).sum();
            y[i] = (y[i] - known) / self.rows[i * self.size + i];
        }
        y
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_solved() {
        // A = [[4, 2, 0], [2, 5, 3], [0, 3, 6]], x = [1, -2, 3]; det A = 60, so that (A^-1)_00 = 21/60 and (A^-1)_01 = -12/60.
        let factor = Cholesky::new(3, vec![4.0, 2.0, 0.0, 2.0, 5.0, 3.0, 0.0, 3.0, 6.0]).unwrap();
        for (found, expected) in factor.solve(&[0.0, 1.0, 12.0]).iter().zip([1.0, -2.0, 3.0]) {
            assert!((found - expected).abs() < 1e-14);
        }
        assert!((factor.inverse_diagonal(0) - 21.0 / 60.0).abs() < 1e-14);
        assert!((factor.inverse(0, 1) + 12.0 / 60.0).abs() < 1e-14);
    }

    #[test]
    fn what_is_not_positive_definite_is_refused() {
        assert!(Cholesky::new(2, vec![1.0, 2.0, 2.0, 1.0]).is_none());
        assert!(Cholesky::new(1, vec![f64::NAN]).is_none());
    }
}
