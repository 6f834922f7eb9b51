namespace ScoreSde.Mutation.Testing;

/// <summary>How the tests met a slip.</summary>
internal enum Verdict
{
    /// <summary>All tests pass: nothing noticed it.</summary>
    Survived,

    /// <summary>A test failed.</summary>
    Failed,

    /// <summary>The process of the tests ended before its time.</summary>
    Died,

    /// <summary>A test took far more processor time than without the slip.</summary>
    Endless,
}
