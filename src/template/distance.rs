//! `distance`: kilometres as the crow flies.
#![expect(clippy::needless_pass_by_value, reason = "Tera calls with values")]

use tera::value::Key;
use tera::{Error, Kwargs, State, TeraResult, Value};

use crate::template::mistake::Mistake;
use crate::template::money;
use crate::template::notes::Given;

/// The earth's mean radius.
const EARTH_KM: f64 = 6_371.008_8;

/// From a location, as a question of type `location` saves it, to a place: in kilometres, to the
/// metre. `[lat, lon]` and `"48.1,11.5"` are locations too.
pub(super) fn distance(kwargs: Kwargs, _: &State<'_>) -> TeraResult<f64> {
    let from = location(kwargs.must_get::<&Value>("from")?)?;
    let to = |name| degrees(kwargs.must_get::<&Value>(name)?);
    let to = on_earth((to("lat")?, to("lon")?))?;
    Ok((haversine(from, to) * 1_000.0).round() / 1_000.0)
}

fn location(value: &Value) -> TeraResult<(f64, f64)> {
    let none = || Error::message("Invalid type: a location is wanted");
    let pair = if let Some(map) = value.as_map() {
        let field = |name| map.get(&Key::Str(name)).cloned();
        field("lat").zip(field("lon").or_else(|| field("long")).or_else(|| field("lng")))
    } else if let Some([lat, lon]) = value.as_array() {
        Some((lat.clone(), lon.clone()))
    } else {
        value.as_str().and_then(|text| text.split_once(',')).map(|(a, b)| (a.into(), b.into()))
    };
    let (lat, lon) = pair.ok_or_else(none)?;
    on_earth((degrees(&lat)?, degrees(&lon)?))
}

fn degrees(value: &Value) -> TeraResult<f64> {
    money::decimal(value)?.to_string().parse().map_err(Error::message)
}

fn on_earth((lat, lon): (f64, f64)) -> TeraResult<(f64, f64)> {
    if (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon) {
        Ok((lat, lon))
    } else {
        Err(Error::message("Invalid type: no place on earth"))
    }
}

/// A value of `distance` that is written there and then, and is no place on earth.
pub(super) fn misplaced(given: &Given) -> Option<Mistake> {
    let (shown, at) = given.text.as_ref().or(given.number.as_ref())?;
    let value = Value::from(shown.as_str());
    let told = |what: &str| Mistake::new("T502", at, format!("\"{shown}\" is no {what}"));
    match given.name.as_str() {
        "from" if location(&value).is_err() => {
            Some(told("place").fix("from=here, where here is the answer of a location question"))
        }
        "lat" if degrees(&value).and_then(|lat| on_earth((lat, 0.0))).is_err() => {
            Some(told("latitude").label("degrees from -90 to 90"))
        }
        "lon" if degrees(&value).and_then(|lon| on_earth((0.0, lon))).is_err() => {
            Some(told("longitude").label("degrees from -180 to 180"))
        }
        _ => None,
    }
}

fn haversine((lat, lon): (f64, f64), (other_lat, other_lon): (f64, f64)) -> f64 {
    let half = |a: f64, b: f64| ((b - a).to_radians() / 2.0).sin().powi(2);
    let along = lat.to_radians().cos() * other_lat.to_radians().cos() * half(lon, other_lon);
    2.0 * EARTH_KM * (half(lat, other_lat) + along).clamp(0.0, 1.0).sqrt().asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cities_are_as_far_apart_as_people_say() {
        let (paris, london, sydney) = ((48.8566, 2.3522), (51.5074, -0.1278), (-33.8688, 151.2093));
        let km = |from, to| haversine(from, to).round();
        assert_eq!((km(paris, london), km(london, sydney)), (344.0, 16_994.0));
        let (poles, date_line) = (km((90.0, 0.0), (-90.0, 180.0)), km((0.0, 179.5), (0.0, -179.5)));
        assert_eq!((km(paris, paris), poles, date_line), (0.0, 20_015.0, 111.0));
    }

    #[test]
    fn locations_are_read_as_questions_and_people_write_them() {
        let map = |lon: &str| {
            let entries = [("lat", Value::from(48.1)), (lon, Value::from("11.5"))];
            Value::from(
                entries
                    .map(|(key, value)| (Key::String(key.into()), value))
                    .into_iter()
                    .collect::<tera::Map>(),
            )
        };
        let munich = (48.1, 11.5);
        for value in
            [map("lon"), map("long"), map("lng"), vec![48.1, 11.5].into(), "48.1, 11.5".into()]
        {
            assert_eq!(location(&value).unwrap(), munich, "{value}");
        }
        for value in [
            map("east"),
            vec![48.1].into(),
            vec![91.0, 0.0].into(),
            vec![0.0, 180.5].into(),
            vec![f64::NAN, 0.0].into(),
            "Munich".into(),
            "48.1,east".into(),
            Value::none(),
        ] {
            assert!(location(&value).is_err(), "{value}");
        }
    }
}
