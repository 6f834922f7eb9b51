using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Models;
using ScoreSde.Comparison;

namespace ScoreSde.Cli.Comparing;

/// <summary>What <c>scoresde compare</c> is to do.</summary>
/// <param name="Models">What is sampled, one table for each.</param>
/// <param name="Comparison">The methods, grids and budgets.</param>
/// <param name="Device">Where the solvers' runs are made.</param>
/// <param name="Words">How the device works.</param>
internal sealed record CompareSettings(IReadOnlyList<Model> Models, ComparisonSettings Comparison, IDevice Device, DeviceWords Words)
{
    /// <summary>Whether the table shows all measures, or the decisive one.</summary>
    public bool ShowsAll { get; init; }

    /// <summary>The .json file, or null.</summary>
    public string? Json { get; init; }

    /// <summary>The .csv file, or null.</summary>
    public string? Csv { get; init; }

    /// <summary>The SVG file, or null.</summary>
    public string? Figure { get; init; }

    /// <summary>The HTML file, or null.</summary>
    public string? Page { get; init; }

    /// <summary>The command that repeats the comparison, without the files that it writes.</summary>
    public required string Command { get; init; }
}
