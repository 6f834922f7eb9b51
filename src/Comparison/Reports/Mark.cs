namespace ScoreSde.Comparison.Reports;

/// <summary>What a table says of one number beside the others of its group.</summary>
public enum Mark
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Better than all others, by more than chance.</summary>
    Best,

    /// <summary>Not told apart from the best, or from what real data gets.</summary>
    Tied,
}
