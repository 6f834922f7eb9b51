using ScoreSde.Data;
using ScoreSde.Scores;

namespace ScoreSde.Comparison.Problems;

/// <summary>The data that a model's samples should look like, in natural units.</summary>
public interface IReferenceData
{
    /// <summary>How it is known. Asking opens no file.</summary>
    ReferenceKind Kind { get; }

    /// <summary>Rows of the data: fresh draws from a law under the seed, or the first rows of a finite set.</summary>
    DataSet Rows(int count, ulong seed);

    /// <summary>The parts of a finite set; null where the law is known and can be drawn from without end.</summary>
    DataSplit? Split { get; }

    /// <summary>The law where its density is known.</summary>
    GaussianMixture? Law => null;
}
