using ScoreSde.Verification.Laws;

namespace ScoreSde.Verification.Runs;

/// <summary>Which properties to check, and on what.</summary>
public sealed record VerificationOptions
{
    /// <summary>Keeps properties whose name contains this, or matches it where it has <c>*</c>; null keeps all.</summary>
    public string? Only { get; init; }

    /// <summary>Keeps properties of this solver; null keeps all.</summary>
    public string? Solver { get; init; }

    /// <summary>Seed, cases, schedule, parts and cancellation.</summary>
    public PropertyContext Context { get; init; } = new();

    /// <summary>Whether a property is asked for.</summary>
    public bool Wants(IProperty property)
    {
        ArgumentNullException.ThrowIfNull(property);
        return (Only is null || NamePattern.Matches(Only, property.Name)) && (Solver is null || property.Solver == Solver);
    }
}
