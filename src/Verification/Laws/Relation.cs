namespace ScoreSde.Verification.Laws;

/// <summary>How a measured figure is to stand to the expected one.</summary>
public enum Relation
{
    /// <summary>Equal within the tolerance.</summary>
    Equal,

    /// <summary>Not above it.</summary>
    AtMost,

    /// <summary>Not below it.</summary>
    AtLeast,
}
