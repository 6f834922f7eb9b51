using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Parts;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;

namespace ScoreSde.Cli.Likelihoods;

/// <summary>The rows whose likelihood is asked for.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Part">Which they are; null of draws from a law.</param>
internal sealed record LikelihoodData(DataSet Rows, DataPart? Part)
{
    /// <summary>Whether the rows are draws from a law, of which there are as many as are asked for.</summary>
    public static bool AreDrawn(Model model, DataRequest? request) => request is null ? model.Reference is DrawnData : IsLaw(request);

    /// <summary>
    /// The first rows of the part that was asked for. Without a part: of what a network was trained on the held-out rows, of other data all. Without data:
    /// draws from the model's law, or the data of the network. Of draws those of <paramref name="range"/> alone are made. Notes a fault where they do not fit the model.
    /// </summary>
    public static LikelihoodData Read(Model model, DataRequest? request, DataPart? part, RowRange range, ulong seed, Faults faults)
    {
        (DataSet all, part) = Choose(model, request, part, range, seed, faults);
        int count = (int)range.Count;
        if (all.Dimension != model.Dimension)
        {
            faults.Add($"Rows of '{all.Name}' have {all.Dimension} numbers, those of model '{model.Name}' {model.Dimension}.");
        }

        if (model.Classes > 0 && all.Classes != model.Classes)
        {
            faults.Add($"Model '{model.Name}' needs a label for each row, of the classes {ClassList.Of(model.ClassNames)}; '{all.Name}' has {(all.Classes == 0 ? "none; --labels names them" : $"{all.Classes} classes")}.");
        }

        return new(all.Count <= count ? all : all.Select([.. Enumerable.Range(0, count)]), part);
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

    private static bool IsLaw(DataRequest request) => SyntheticData.Laws.Any(law => law.Name == request.Name);

    private static (DataSet Rows, DataPart? Part) Choose(Model model, DataRequest? request, DataPart? part, RowRange range, ulong seed, Faults faults)
    {
        if (request is null && model.Reference.Split is { } split)
        {
            return (Of(split, part ?? DataPart.HeldOut), part ?? DataPart.HeldOut);
        }

        if (request is null || IsLaw(request))
        {
            if (part is not null)
            {
                faults.Add("--part is for files and the digits; a law has no parts.");
            }

            (long first, int count) = (range.First, (int)range.Count);
            return (request is { } named ? DataSets.InUnits(SyntheticData.Create(named.Name, count, seed, first), model.Units)
                : model.Reference is DrawnData drawn ? drawn.Rows(first, count, seed)
                : model.Reference.Rows(count, seed), null);
        }

        // The program's own sets have no units but their numbers; a misfit is told with the other faults.
        bool isPlain = model.Data is null && DataSets.Names.Contains(request.Name);
        DataSet all = DataSets.Open(References.Completed(request, model.Origin), isPlain ? null : model.Units);
        bool isTrainedOn = all.Origin is not null && all.Origin.Hash == model.Origin?.Hash;
        DataPart chosen = part ?? (isTrainedOn ? DataPart.HeldOut : DataPart.All);
        return (chosen == DataPart.All ? all : Of(DataSets.Split(all), chosen), chosen);
    }

    private static DataSet Of(DataSplit split, DataPart part) => part switch
    {
        DataPart.HeldOut => split.HeldOut,
        DataPart.Training => split.Training,
        _ => split.Joined(),
    };
}
