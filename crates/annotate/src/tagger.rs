//! Fine-grained tags: one linear layer over the word vectors.

use crate::config::parse_json;
use crate::error::{Error, Result};
use crate::model::Model;
use crate::package::Package;
use crate::strings::{LabelId, Labels};
use crate::tensor::Packed;
use crate::tok2vec::reserve;

/// A tagger.
#[derive(Debug)]
pub(crate) struct Tagger {
    layer: Packed,
    labels: Vec<LabelId>,
}

impl Tagger {
    pub(crate) fn load(
        package: &Package,
        name: &str,
        model: &Model<'_>,
        width: usize,
        stride: usize,
        labels: &mut Labels,
    ) -> Result<Self> {
        let place = format!("{name}/cfg");
        let config = parse_json(&place, &package.read(&place)?)?;
        let names = config.get("labels").and_then(|l| l.as_array()).cloned().unwrap_or_default();
        let ids = names.iter().map(|l| l.as_str().and_then(|l| labels.try_add(l)));
        let ids: Option<Vec<_>> = ids.collect();
        let softmax = model.one("softmax")?;
        let (weights, bias) = (softmax.matrix("W")?, softmax.array("b")?.1);
        let fits = weights.cols() == width && weights.rows() == names.len();
        let Some(ids) = ids.filter(|ids| fits && bias.len() == ids.len() && !ids.is_empty()) else {
            return Err(Error::damaged(place, "labels and weights do not fit each other"));
        };
        let n = weights.rows();
        let weight = |i: usize, j: usize| if i < width && j < n { weights.row(j)[i] } else { 0.0 };
        let layer = Packed::new(stride, crate::tensor::padded(n), weight, |j| {
            bias.get(j).copied().unwrap_or(0.0)
        });
        Ok(Tagger { layer, labels: ids })
    }

    /// The best tag of each of `rows` rows.
    pub(crate) fn run(
        &self,
        input: &[f32],
        rows: usize,
        scores: &mut Vec<f32>,
        mut each: impl FnMut(usize, LabelId),
    ) {
        let n = self.layer.n();
        let scores = reserve(scores, rows * n);
        self.layer.apply(input, self.layer.k(), rows, scores);
        for (row, scores) in scores.chunks_exact(n).enumerate() {
            let mut best = 0;
            for i in 1..self.labels.len() {
                if scores[i] > scores[best] {
                    best = i;
                }
            }
            each(row, self.labels[best]);
        }
    }
}
