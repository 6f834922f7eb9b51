namespace ScoreSde.Comparison.Problems;

/// <summary>How data is known.</summary>
public enum ReferenceKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By a finite set of rows.</summary>
    Finite,

    /// <summary>By its law, from which it can be drawn without end.</summary>
    Drawn,
}
