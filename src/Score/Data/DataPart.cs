namespace ScoreSde.Data;

/// <summary>Which rows of finite data.</summary>
public enum DataPart
{
    /// <summary>Those that a network never saw.</summary>
    HeldOut,

    /// <summary>Those it learned from.</summary>
    Training,

    /// <summary>Both.</summary>
    All,
}
