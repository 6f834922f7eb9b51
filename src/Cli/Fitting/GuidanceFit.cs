using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Models;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;

namespace ScoreSde.Cli.Fitting;

/// <summary>Whether a model can be guided.</summary>
internal static class GuidanceFit
{
    /// <summary>The largest guidance that is taken.</summary>
    public const double MostGuidance = 100;

    /// <summary>Notes a fault where a solver takes no steps of CFG++.</summary>
    public static void CheckSolver(NamedSolver solver, ModelGuidance? guided, Faults faults)
    {
        if (guided is { IsRenoised: true } && !CfgPlusPlus.Takes(solver.Choice.Make(solver.Parameter, UnknownMoment.Instance)))
        {
            faults.Add($"--cfgpp is for solvers that ask once a step and keep no history (ddim, ddpm-forward, ddpm-posterior, em, euler, reverse-diffusion, sde-dpmpp-1), not for '{solver.Name}'.");
        }
    }

    /// <summary>A guide speaks of the same numbers at the same levels as the model.</summary>
    private static void CheckGuide(Model model, Model guide, Faults faults)
    {
        string between = $"--guide: model '{guide.Name}' does not go with '{model.Name}':";
        if (guide.Dimension != model.Dimension)
        {
            faults.Add($"{between} samples of {guide.Dimension} numbers, not of {model.Dimension}.");
        }
        else if (guide.Scaling != model.Scaling || !Equals(guide.Columns, model.Columns))
        {
            faults.Add($"{between} its data are scaled otherwise, so that its numbers are others.");
        }
        else if (!IsSame(model.Process, guide.Process))
        {
            faults.Add($"{between} it is of process {guide.Process.Name} ({guide.Process.Schedule.Name}), not of {model.Process.Name} ({model.Process.Schedule.Name}), so that its noise levels are others.");
        }
        else if (!guide.Range.Contains(model.Range.Maximum) || (model.Range.Minimum > 0 ? !guide.Range.Contains(model.Range.Minimum) : guide.Range.Minimum > 0))
        {
            faults.Add($"{between} it knows times from {guide.Range.Minimum:G6} to {guide.Range.Maximum:G6} alone, not from {model.Range.Minimum:G6} to {model.Range.Maximum:G6}.");
        }
        else if (guide.Classes > 0 && !guide.ClassNames.SequenceEqual(model.ClassNames))
        {
            faults.Add($"{between} it asks for classes that are not those of the model.");
        }
    }

    // The same levels at the same times, however they are written down.
    private static bool IsSame(IDiffusionProcess one, IDiffusionProcess other) => new[] { 0.003, 0.1, 0.3, 0.6, 0.9, 1 }.All(time =>
    {
        (NoiseLevel a, NoiseLevel b) = (one.At(time), other.At(time));
        const double Rounding = 1e-5;
        return Math.Abs(a.MeanScale - b.MeanScale) <= Rounding * (a.MeanScale + b.MeanScale + a.Deviation)
            && Math.Abs(a.Deviation - b.Deviation) <= Rounding * (a.Deviation + b.Deviation);
    });

    /// <summary>Guidance leads from the score without a class to that of one, so a model must have learned both.</summary>
    public static void CheckGuidance(Model model, ModelGuidance? guided, Faults faults)
    {
        if (guided is null)
        {
            return;
        }

        if (guided.Guide is { } guide)
        {
            CheckGuide(model, guide, faults);
        }

        if (guided.Guide is not null || model.CanBeGuided)
        {
            if (guided.Rule.Rescale != 0 && model.Dimension < 2)
            {
                faults.Add($"Samples of model '{model.Name}' are one number, which has no deviation that --guidance-rescale could keep.");
            }

            return;
        }

        if (model.Classes == 0)
        {
            faults.Add($"Model '{model.Name}' has no classes, so --guidance means nothing{(model is IOutsideNetwork { FixedInputs.Count: > 0 } ? ": its inputs held fixed have no twin in \"fixedUnconditional\"" : "")}.");
        }
        else
        {
            faults.Add($"Model '{model.Name}' was trained with every label, so there is nothing that --guidance could lead away from: train it with --label-dropout 0.1, say.");
        }
    }
}
