//! Exact decimal numbers, so that 0.1 and a million times 1.5 are what they say.

use std::cmp::Ordering;

use crate::words::name::Value;

/// Digits behind the point that are kept; nobody types more.
const PLACES_MAX: u32 = 15;

/// A number: `units` divided by ten to the power of `places`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    units: i128,
    places: u32,
}

impl From<i64> for Decimal {
    fn from(whole: i64) -> Self {
        Self { units: i128::from(whole), places: 0 }
    }
}

impl Decimal {
    /// A half.
    pub(super) const HALF: Self = Self { units: 5, places: 1 };

    /// Reads figures before and behind the point.
    pub(super) fn of_digits(whole: &str, parts: &str) -> Option<Self> {
        let parts = parts.trim_end_matches('0');
        let places = u32::try_from(parts.len()).ok().filter(|places| *places <= PLACES_MAX)?;
        let digits = format!("0{whole}{parts}");
        let fits = digits.len() <= 34 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let units = digits.parse().ok().filter(|_| fits)?;
        Some(Self { units, places })
    }

    /// So many quarters.
    pub(super) fn of_quarters(quarters: i64) -> Self {
        Self { units: i128::from(quarters).saturating_mul(25), places: 2 }.short()
    }

    /// So many hundredths of this.
    pub(super) fn hundredth(self) -> Option<Self> {
        let places = self.places.checked_add(2).filter(|places| *places <= PLACES_MAX)?;
        Some(Self { units: self.units, places }.short())
    }

    /// A part of a whole: 3 of 4 is 0.75. None if it has no end.
    pub(super) fn of_fraction(part: i64, of: i64) -> Option<Self> {
        (0..=4).find_map(|places| {
            let units = i128::from(part).checked_mul(10_i128.checked_pow(places)?)?;
            let exact = units.checked_rem(i128::from(of))? == 0;
            exact.then(|| Self { units: units.checked_div(i128::from(of)).unwrap_or(0), places })
        })
    }

    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let places = self.places.max(other.places);
        let units = self.at(places)?.checked_add(other.at(places)?)?;
        Some(Self { units, places }.short())
    }

    pub(super) fn times(self, factor: i64) -> Option<Self> {
        let units = self.units.checked_mul(i128::from(factor))?;
        Some(Self { units, places: self.places }.short())
    }

    pub(super) fn negated(self) -> Self {
        Self { units: self.units.saturating_neg(), ..self }
    }

    /// The number, if it is whole and has at most 64 bits.
    pub(super) fn whole(self) -> Option<i64> {
        let short = self.short();
        i64::try_from(short.units).ok().filter(|_| short.places == 0)
    }

    /// As JSON has it: whole numbers as integers.
    pub(super) fn json(self) -> Option<Value> {
        if let Some(whole) = self.whole() {
            return Some(Value::from(whole));
        }
        let text = self.to_string();
        let number = text.parse::<f64>().ok().filter(|_| self.places > 0)?;
        serde_json::Number::from_f64(number).map(Value::Number)
    }

    /// Reads back what [`Decimal::json`] wrote.
    pub(super) fn of_json(value: &Value) -> Option<Self> {
        let text = value.as_number()?.to_string();
        let (sign, digits) =
            text.strip_prefix('-').map_or((false, text.as_str()), |rest| (true, rest));
        let (whole, parts) = digits.split_once('.').unwrap_or((digits, ""));
        let number = Self::of_digits(whole, parts)?;
        Some(if sign { number.negated() } else { number })
    }

    fn at(self, places: u32) -> Option<i128> {
        let more = places.checked_sub(self.places)?;
        self.units.checked_mul(10_i128.checked_pow(more)?)
    }

    /// Without noughts at the end.
    fn short(mut self) -> Self {
        while self.places > 0 && self.units.checked_rem(10) == Some(0) {
            self.units = self.units.checked_div(10).unwrap_or(0);
            self.places = self.places.saturating_sub(1);
        }
        self
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let places = usize::try_from(self.places).unwrap_or(0);
        let digits =
            format!("{:0>width$}", self.units.unsigned_abs(), width = places.saturating_add(1));
        match digits.split_at_checked(digits.len().saturating_sub(places)) {
            Some((whole, parts)) if !parts.is_empty() => write!(f, "{sign}{whole}.{parts}"),
            Some(_) | None => write!(f, "{sign}{digits}"),
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let places = self.places.max(other.places);
        Some(self.at(places)?.cmp(&other.at(places)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(whole: &str, parts: &str) -> Decimal {
        Decimal::of_digits(whole, parts).unwrap()
    }

    #[test]
    fn numbers_stay_exact() {
        assert_eq!(read("12", "50").to_string(), "12.5");
        assert_eq!(read("1", "5").times(1_000_000).and_then(Decimal::whole), Some(1_500_000));
        assert_eq!(read("0", "1").plus(read("0", "2")), Some(read("0", "3")));
        assert_eq!(
            Decimal::of_fraction(3, 4).map(|number| number.to_string()),
            Some("0.75".into())
        );
        assert_eq!(Decimal::of_fraction(1, 3), None);
        assert_eq!(read("0", "05").negated().to_string(), "-0.05");
        assert_eq!(read("3", "0").json(), Some(Value::from(3)));
        assert_eq!(read("2", "5").json(), Some(Value::from(2.5)));
        assert_eq!(Decimal::of_digits(&"9".repeat(40), ""), None);
    }
}
