namespace ScoreSde.Cli.Runs;

/// <summary>Which value of a measure is best.</summary>
internal enum MeasureGoal
{
    /// <summary>The lowest.</summary>
    Low,

    /// <summary>The highest.</summary>
    High,

    /// <summary>The nearest to 0, from either side; its floor is a mean of sizes.</summary>
    Zero,

    /// <summary>None: the value is to be like the floor's, and better than the floor is no merit.</summary>
    LikeFloor,
}
