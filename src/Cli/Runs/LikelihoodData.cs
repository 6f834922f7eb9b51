using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Models;
using ScoreSde.Data;

namespace ScoreSde.Cli.Runs;

/// <summary>The rows whose likelihood is asked for.</summary>
internal static class LikelihoodData
{
    /// <summary>
    /// The first rows of the data of a word; without a word draws from the model's law, or the held-out part of a network's data. Notes a
    /// fault where they do not fit the model.
    /// </summary>
    public static DataSet Read(Model model, string? word, int count, ulong seed, Faults faults)
    {
        DataSet all = word is not null ? DataSets.Open(word, count, seed)
            : model.Reference.Split is { } split ? split.HeldOut
            : model.Reference.Rows(count, seed);
        if (all.Dimension != model.Dimension)
        {
            faults.Add($"Rows of '{all.Name}' have {all.Dimension} numbers, those of model '{model.Name}' {model.Dimension}.");
        }

        if (model.Classes > 0 && all.Classes != model.Classes)
        {
            faults.Add($"Model '{model.Name}' needs a label from 0 to {model.Classes - 1} for each row, and '{all.Name}' has {(all.Classes == 0 ? "none" : $"{all.Classes} classes")}.");
        }

        return all.Count <= count ? all : all.Select([.. Enumerable.Range(0, count)]);
    }

    /// <summary>Whether all numbers are whole.</summary>
    public static bool IsWhole(DataSet data)
    {
        foreach (float value in data.Values)
        {
            if (value != MathF.Round(value))
            {
                return false;
            }
        }

        return true;
    }
}
