namespace ScoreSde.Networks;

/// <summary>Why a network that has seen every row with its label has no score of samples without one.</summary>
internal static class UnlabelledScore
{
    /// <summary>In words.</summary>
    public const string Refusal =
        "This network was trained with every label (label dropout 0), so it knows nothing of samples without one, which guidance needs: give each sample a class, " +
        "or train it with a share of the labels left out, such as 0.1.";
}
