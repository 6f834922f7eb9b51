namespace ScoreSde.Comparison.Measures;

/// <summary>Which value of a measure is best.</summary>
public enum MeasureGoal
{
    /// <summary>The lowest.</summary>
    Low,

    /// <summary>The nearest to what real data gets: to have more of it than real data is no merit.</summary>
    AsReal,

    /// <summary>The nearest to 0, from either side; its floor is a mean of sizes.</summary>
    Zero,

    /// <summary>None: the value is to be like the floor's, and better than the floor is no merit.</summary>
    LikeFloor,
}
