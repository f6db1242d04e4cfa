//! What kinds of places there are.

macro_rules! features {
    ($($name:ident $code:literal $what:literal,)*) => {
        /// What kind of place it is, by GeoNames' feature codes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Feature { $(#[doc = $what] $name,)* }

        impl Feature {
            const ALL: &[Self] = &[$(Self::$name,)*];

            /// GeoNames' code.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The feature of a code.
            #[must_use]
            pub fn parse(code: &str) -> Option<Self> {
                Some(match code { $($code => Self::$name,)* _ => return None })
            }
        }
    };
}

features! {
    Country "PCLI" "An independent country.",
    Dependency "PCLD" "A dependent or disputed territory with a code of its own.",
    Admin1 "ADM1" "A first-order unit: state, province, governorate.",
    Admin2 "ADM2" "A second-order unit: county, district.",
    Capital "PPLC" "The capital of a country.",
    Seat1 "PPLA" "The seat of a first-order unit.",
    Seat2 "PPLA2" "The seat of a second-order unit.",
    Seat3 "PPLA3" "The seat of a third-order unit.",
    Seat4 "PPLA4" "The seat of a smaller unit.",
    Town "PPL" "A settlement.",
    Quarter "PPLX" "A part of a settlement.",
    Former "PPLH" "A settlement that is no more.",
    Airport "AIRP" "An airport or airfield.",
    AirBase "AIRB" "A military airfield.",
    Base "INSM" "A military installation.",
    Continent "CONT" "A continent.",
    Region "RGN" "A region without government of its own.",
    Area "AREA" "An area within a country or over borders.",
    Zone "ZN" "A zone: occupied, demilitarized, economic.",
    Sea "SEA" "A sea.",
    Ocean "OCN" "An ocean.",
    Gulf "GULF" "A gulf or bay.",
    Strait "STRT" "A strait or channel.",
    River "STM" "A river.",
    Lake "LK" "A lake or reservoir.",
    Canal "CNL" "A canal.",
    Island "ISL" "An island.",
    Islands "ISLS" "Islands.",
    Peninsula "PEN" "A peninsula or cape.",
    Mountain "MT" "A mountain.",
    Mountains "MTS" "Mountains.",
    Valley "VAL" "A valley.",
    Desert "DSRT" "A desert.",
    Park "PRK" "A park or reserve.",
    Building "BLDG" "A building or site.",
    Plant "PS" "A power plant.",
    Crossing "PASS" "A border crossing or pass.",
    Camp "RFGC" "A camp of refugees.",
}

impl Feature {
    pub(crate) fn from_byte(byte: u8) -> Option<Self> {
        Self::ALL.get(byte as usize).copied()
    }

    /// Whether people live there as one settlement or its part.
    #[must_use]
    pub fn is_settlement(self) -> bool {
        (Self::Capital..=Self::Former).contains(&self)
    }

    /// Whether it is a country or has a country's code.
    #[must_use]
    pub fn is_country(self) -> bool {
        matches!(self, Self::Country | Self::Dependency)
    }

    /// Whether it is a site: one spot, not an area.
    #[must_use]
    pub fn is_site(self) -> bool {
        matches!(
            self,
            Self::Airport
                | Self::AirBase
                | Self::Base
                | Self::Building
                | Self::Plant
                | Self::Crossing
                | Self::Camp
        )
    }

    /// Whether it is a large part of the world or of nature, with uncertain borders.
    #[must_use]
    pub fn is_region(self) -> bool {
        !(self.is_settlement()
            || self.is_country()
            || self.is_site()
            || matches!(self, Self::Admin1 | Self::Admin2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back() {
        for feature in Feature::ALL {
            assert_eq!(Feature::parse(feature.code()), Some(*feature));
            assert_eq!(Feature::from_byte(*feature as u8), Some(*feature));
        }
        assert_eq!(Feature::parse("XYZ"), None);
    }
}
