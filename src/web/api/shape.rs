//! What is wrong with a body, all of it at once, by what the description of the API says of its shape: what
//! is told to programs beforehand is what they are held to.

use serde_json::Value;
use uuid::Uuid;

use super::openapi::described;
use crate::web::Said;

/// What is wrong with `body`, a field each, by the shape with this name in the description.
pub(super) fn faults(shape: &str, body: &Value) -> Vec<(String, Said)> {
    by_shape(&described()["components"]["schemas"][shape], body)
}

fn by_shape(shape: &Value, body: &Value) -> Vec<(String, Said)> {
    let (Some(properties), Some(body)) = (shape["properties"].as_object(), body.as_object()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for name in shape["required"].as_array().into_iter().flatten() {
        let name = name.as_str().unwrap_or_default();
        if !body.contains_key(name) {
            found.push((name.to_owned(), Said::key("problem-field-missing")));
        }
    }
    for (name, value) in body {
        let said = match properties.get(name) {
            None => Some(Said::key("problem-field-unknown")),
            Some(property) => unfit(property, value),
        };
        found.extend(said.map(|said| (name.clone(), said)));
    }
    found
}

/// What is wrong with one value.
fn unfit(property: &Value, value: &Value) -> Option<Said> {
    let types: Vec<&str> = match &property["type"] {
        Value::String(only) => vec![only.as_str()],
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        // A shape within a shape: serde looks into it.
        _ => return None,
    };
    let is = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_i64() || number.is_u64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    if !types.contains(&is) {
        let wanted = types.iter().find(|name| **name != "null")?;
        return Some(Said::with("problem-field-type", "type", wanted));
    }
    let limit = |name: &str| property[name].as_u64();
    match value {
        Value::Number(number) => {
            let least = property["minimum"].as_f64();
            let most = property["maximum"].as_f64();
            let number = number.as_f64()?;
            let small = least.is_some_and(|least| number < least);
            let large = most.is_some_and(|most| number > most);
            let whole = property["format"] == "int32" && number.abs() > f64::from(i32::MAX);
            (small || large || whole).then(|| Said::key("problem-field-range"))
        }
        Value::String(text) => {
            if limit("minLength").is_some_and(|least| least > 0) && text.trim().is_empty() {
                return Some(Said::key("problem-empty-text"));
            }
            let long = text.trim().chars().count() as u64;
            if let Some(most) = limit("maxLength").filter(|most| long > *most) {
                return Some(Said::with("problem-too-long", "most", most));
            }
            let named = property["format"] == "uuid";
            (named && text.parse::<Uuid>().is_err()).then(|| Said::key("problem-field-id"))
        }
        Value::Array(items) => items
            .iter()
            .find_map(|item| unfit(&property["items"], item)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn all_that_is_wrong_is_found_at_once() {
        let body = json!({
            "revision": "1", "body": " ", "topic": null, "files": [1], "more": true,
        });
        let mut wrong: Vec<String> = faults("Split", &body)
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        wrong.sort_unstable();
        assert_eq!(wrong, ["body", "files", "more", "revision", "subject"]);
        let right = json!({ "revision": 1, "subject": "a", "body": "b", "files": [] });
        assert!(faults("Split", &right).is_empty());
        let far = json!({ "revision": 1, "desk": "mow", "body": "b", "days": 61 });
        assert_eq!(faults("Consult", &far).len(), 1);
        let none = json!({ "revision": 1, "assignment": "x" });
        assert_eq!(faults("Accept", &none).len(), 1);
    }
}
