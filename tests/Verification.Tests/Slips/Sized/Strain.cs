using ScoreSde.Verification.Laws;

namespace ScoreSde.Tests.Slips.Sized;

/// <summary>How much of what a comparison lets pass is used up: 1 is just enough.</summary>
internal static class Strain
{
    /// <summary>The deviation in tolerances; of a bound without one, the figure in units of the bound.</summary>
    public static double Of(Measurement figure) => figure switch
    {
        { Tolerance: > 0 } or { Relation: Relation.Equal } => figure.Excess,
        { Relation: Relation.AtMost, Expected: > 0 } => figure.Measured / figure.Expected,
        { Relation: Relation.AtLeast, Expected: > 0 } => figure.Expected / figure.Measured,
        _ => figure.Excess,
    };

    /// <summary>What a law says of one case with given parts, and the largest strain of the figures whose names begin so.</summary>
    /// <param name="law">The law.</param>
    /// <param name="slip">Case and figure.</param>
    /// <param name="amount">The slip's amount.</param>
    public static (PropertyResult Result, double Strain, string Figure) Look(IProperty law, SizedSlip slip, double amount)
    {
        // A law that fails looks at simpler cases too; only the figures of the case itself count here.
        int figures = 0;
        law.Check(new PropertyContext { OnlyCase = slip.Case, Seen = (_, _) => figures++ });
        int seen = 0;
        double strain = 0;
        string which = "";
        PropertyResult result = law.Check(new PropertyContext
        {
            OnlyCase = slip.Case,
            Parts = slip.Parts(amount),
            Seen = (_, figure) =>
            {
                if (seen++ < figures && (slip.Figure is null || figure.What.StartsWith(slip.Figure, StringComparison.Ordinal)) && !(Of(figure) <= strain))
                {
                    (strain, which) = (Of(figure), figure.What);
                }
            },
        });
        return (result, strain, which);
    }
}
