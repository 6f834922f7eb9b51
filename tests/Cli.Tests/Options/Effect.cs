namespace ScoreSde.Tests.Options;

/// <summary>What an option is to do to a result.</summary>
internal enum Effect
{
    /// <summary>Its two values give two results.</summary>
    Matters,

    /// <summary>The result is the same with both.</summary>
    DoesNot,

    /// <summary>The second is refused with exit code 2, and names the option.</summary>
    Refused,

    /// <summary>The second writes a file; what else there is stays as it is.</summary>
    Writes,
}
