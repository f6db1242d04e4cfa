//! Names of rows within one report.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl $name {
            /// The row's place in its list, from 0.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!($prefix, "{}"), u64::from(self.0) + 1)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                text.strip_prefix($prefix)
                    .and_then(|n| n.parse::<u32>().ok())
                    .and_then(|n| n.checked_sub(1))
                    .map($name)
                    .ok_or_else(|| serde::de::Error::custom(format!(
                        concat!("expected an id like \"", $prefix, "1\", found {:?}"), text)))
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({"type": "string", "pattern": concat!("^", $prefix, "[1-9][0-9]*$")})
            }
        }
    )*};
}

ids! {
    /// Names a [`Mention`](crate::Mention): `m1`, `m2`, …
    MentionId "m";
    /// Names an [`Entity`](crate::Entity): `n1`, `n2`, …
    EntityId "n";
    /// Names a [`Time`](crate::Time): `t1`, `t2`, …
    TimeId "t";
    /// Names a [`Place`](crate::Place): `p1`, `p2`, …
    PlaceId "p";
    /// Names a [`Statement`](crate::Statement): `s1`, `s2`, …
    StatementId "s";
    /// Names an [`Event`](crate::Event): `e1`, `e2`, …
    EventId "e";
    /// Names a [`Figure`](crate::Figure): `f1`, `f2`, …
    FigureId "f";
    /// Names a [`Claim`](crate::Claim): `c1`, `c2`, …
    ClaimId "c";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_count_from_one_in_json() {
        assert_eq!(serde_json::to_string(&StatementId(0)).unwrap(), "\"s1\"");
        assert_eq!(serde_json::from_str::<StatementId>("\"s12\"").unwrap(), StatementId(11));
        assert!(serde_json::from_str::<StatementId>("\"e1\"").is_err());
        assert!(serde_json::from_str::<StatementId>("\"s0\"").is_err());
    }
}
