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

    /// <summary>The properties that are asked for, in the order of the list. A whole name means that one alone.</summary>
    public IReadOnlyList<IProperty> Choose(IReadOnlyList<IProperty> properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        IProperty[] named = [.. properties.Where(property => property.Name.Equals(Only, StringComparison.OrdinalIgnoreCase))];
        return [.. (named.Length > 0 ? named : properties.Where(property => Only is null || NamePattern.Matches(Only, property.Name)))
            .Where(property => Solver is null || property.Solver == Solver)];
    }
}
