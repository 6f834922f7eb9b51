using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Planning;
using ScoreSde.Cli.Tables;
using ScoreSde.Discrete;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Cli.Variances;

/// <summary>Tabulates the path divergence of the reverse variances.</summary>
internal static class VariancesRun
{
    private const string GaussianNote = "KL(true reverse path ‖ ancestral path) in nats a sample, exact: Gaussian data. optimal: the best isotropic variance; what it leaves, no isotropic one avoids.";
    private const string OtherNote = "Nats a sample by which the path diverges more than with the optimal isotropic variance, whose E‖ε‖² is measured on the data.";
    private const string ExactNote = "Nats a sample by which the path diverges more than with the optimal isotropic variance, whose E‖ε‖² is exact.";
    private const string UnsureNote = "?: the standard error of the measured E‖ε‖² leaves this figure open by half of itself or more.";
    private const string EndNote = "Over all steps but the one to t = 0, where the sampler adds no noise.";

    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    public static int Execute(Model model, Entry<GridRule> rule, IReadOnlyList<int> counts, Terminal terminal)
    {
        Plans.Variances(model, counts).Check(terminal);
        Gaussian? gaussian = model is MixtureModel { Law: { Components.Count: 1 } law } ? law.Components[0] : null;
        INoiseMoment moment = gaussian is null ? model.Moment<float>() : new GaussianNoiseMoment(gaussian);
        IReverseVariance[] variances = [new ForwardVariance(), new PosteriorVariance(), new OptimalVariance(moment)];
        var rows = new List<IReadOnlyList<string>>();
        bool isExact = true;
        bool isUnsure = false;
        using (var progress = new ProgressBar($"{model.Name}, reverse variances", terminal))
        {
            for (int i = 0; i < counts.Count; i++)
            {
                terminal.Cancellation.ThrowIfCancellationRequested();
                progress.Report((double)i / counts.Count, $", {counts[i]} steps");
                TimeGrid grid = rule.Value.Make(model.Process, model.Range, counts[i]);
                rows.Add(
                [
                    $"{counts[i]}",
                    .. variances.Select(variance => gaussian is null
                        ? Over(grid, variance)
                        : Quantity.Number(PathDivergence.OfGaussian(model.Process, grid, gaussian, variance))),
                ]);
                isExact &= moment.ErrorAt(model.Process.At(grid.Times[0])) == 0;
            }
        }

        TableWriter.Write(
            new ReportTable(
                $"{model.Name}: {model.Process.Name} ({model.Process.Schedule.Name}), grid {rule.Name}",
                [new("steps", true), new("β", true), new("β̃", true), new("optimal", true)],
                rows)
            {
                Notes = [gaussian is not null ? GaussianNote : isExact ? ExactNote : OtherNote, EndNote, .. isUnsure ? [UnsureNote] : Array.Empty<string>()],
            },
            terminal);
        return isUnsure ? ExitCode.Failed : ExitCode.Done;

        // What the standard error of the moment leaves open, in the same units: half the distance between the figures with it added and taken away.
        string Over(TimeGrid grid, IReverseVariance variance)
        {
            double value = Of(0);
            double error = variance is OptimalVariance ? 0 : 0.5 * Math.Abs(Of(1) - Of(-1));
            bool unsure = error > 0.5 * value;
            isUnsure |= unsure;
            return error == 0 ? Quantity.Number(value) : $"{Quantity.Number(value)} ± {Quantity.Number(error)}{(unsure ? " ?" : "")}";

            double Of(double errors) =>
                PathDivergence.OverOptimal(model.Process, grid, new ShiftedMoment(moment, errors), model.Dimension, variance);
        }
    }
}
