using System.CommandLine;
using System.Globalization;
using ScoreSde.Cli.Arguments;
using ScoreSde.TimeGrids;

namespace ScoreSde.Cli.Commands;

/// <summary>The times at which states are kept: numbers, or words for a choice of the grid's own.</summary>
internal static class TrajectoryWords
{
    private const string All = "all";
    private const string Frames = "frames:";

    /// <summary>The times of an animation where no others are asked for.</summary>
    public const int AnimationFrames = 25;

    /// <summary>What may be said, for help and faults.</summary>
    public const string Forms = "times T,U,… in [0, 1], each moved to the nearest of the grid; frames:N, that many evenly over the steps; or all";

    /// <summary>The times of a grid that are meant; none and a fault where the words make no sense.</summary>
    public static double[] Read(ArgumentReader words, Option<string> option, TimeGrid grid)
    {
        string? text = words.Text(option);
        double[] times = grid.Times.ToArray();
        if (text is null)
        {
            return [];
        }

        if (text.Equals(All, StringComparison.OrdinalIgnoreCase))
        {
            return times;
        }

        if (!text.StartsWith(Frames, StringComparison.OrdinalIgnoreCase))
        {
            if (char.IsLetter(text[0]) && !text.StartsWith("nan", StringComparison.OrdinalIgnoreCase) && !text.StartsWith("inf", StringComparison.OrdinalIgnoreCase))
            {
                words.Faults.Add($"{option.Name} takes {Forms}; not '{text}'.");
                return [];
            }

            return words.Reals(option, [], 0, 1);
        }

        if (!int.TryParse(text[Frames.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int frames) || frames < 2 || frames > times.Length)
        {
            words.Faults.Add($"{option.Name} frames:N takes a whole number from 2 to {times.Length}, the times of a grid of {grid.Steps} steps; not '{text}'.");
            return [];
        }

        return Evenly(grid, frames);
    }

    /// <summary>That many times of a grid, or all where it has fewer, evenly over the steps.</summary>
    public static double[] Evenly(TimeGrid grid, int frames)
    {
        double[] times = grid.Times.ToArray();
        return frames >= times.Length ? times : [.. Enumerable.Range(0, frames).Select(k => times[(int)Math.Round((double)k * grid.Steps / (frames - 1))])];
    }
}
