using System.Numerics;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Pictures;
using ScoreSde.Cli.Planning;
using ScoreSde.Cli.Tables;
using ScoreSde.Data;
using ScoreSde.Discrete;
using ScoreSde.Images;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Cli.Forwarding;

/// <summary>Adds noise to data in closed form and by the chain, and sets the moments beside theory.</summary>
internal static class ForwardRun
{
    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    public static int Execute<T>(ForwardSettings settings, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Model model = settings.Model;
        Plans.Forward<T>(settings.Model, settings.Count, settings.Times.Count, settings.Chain is not null, settings.Out is not null, settings.Image is not null).Check(terminal);
        DataSet data = model.Reference.Rows(settings.Count, settings.Seed);
        var space = new TileSpace<T>(data.Count, model.Dimension);
        Tile<T> start = space.Allocate();
        model.ToNetwork(data.Values, start.Values);
        Tile<T> x = space.Allocate();
        using var progress = new ProgressBar($"{model.Name}, chain", terminal);
        Walk<T>? walk = settings.Chain is { } chain ? new Walk<T>(chain, space, start, settings.Seed) : null;
        Moments atStart = Moments.Of<T>(start.Values);
        var rows = new List<ForwardRow>();
        var strip = new List<float[]>();
        T[] states = settings.Out is null ? [] : new T[settings.Times.Count * start.Values.Length];
        foreach (double asked in settings.Times)
        {
            int? index = settings.Chain is { } c ? (int)Math.Round(asked * c.Steps) : null;
            double time = index is { } i ? settings.Chain!.TimeOf(i) : asked;
            NoiseLevel level = model.Process.At(time);
            space.Combine(x, (level.MeanScale, start));
            space.AddNormal(x, level.Deviation, new NoiseKey(settings.Seed, 0, NoisePurpose.Forward));
            if (settings.Out is not null)
            {
                x.Values.CopyTo(states.AsSpan(rows.Count * x.Values.Length));
            }

            if (settings.Image is not null)
            {
                strip.Add(Natural(model, x));
            }

            walk?.GoTo(index!.Value, progress, terminal.Cancellation);
            rows.Add(new ForwardRow(
                time,
                index,
                level.MeanScale,
                level.Deviation,
                atStart.Noised(level.MeanScale, level.Variance),
                Moments.Of<T>(x.Values),
                walk is null ? null : Moments.Of<T>(walk.State.Values)));
        }

        TableWriter.Write(new ForwardReport(model.Name, model.Process.Name, model.Process.Schedule.Name, data.Count, settings.Seed, rows).ToTable(), terminal);
        if (settings.Out is { } target)
        {
            model.ToNatural<T>(states);
            string kind = FileUnits.Save(target, model, states, terminal, rows.Count, data.Count, model.Dimension);
            terminal.Error.WriteLine($"{ResultFile.NameOf(target)}: {rows.Count} × {data.Count} × {model.Dimension} {kind}");
        }

        if (settings.Image is { } file)
        {
            ResultFile.Write(file, terminal, stream => PngFile.Write(stream, SamplePictures.Strip(model, strip, [.. rows.Select(static row => row.Time)])));
            terminal.Error.WriteLine($"{ResultFile.NameOf(file)}: one picture for each of {rows.Count} times.");
        }

        return ExitCode.Done;
    }

    private static float[] Natural<T>(Model model, Tile<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new float[x.Values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = float.CreateTruncating(x.Values[i]);
        }

        model.ToNatural<float>(values);
        return values;
    }

    /// <summary>A batch on its way through the chain.</summary>
    private sealed class Walk<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly DdpmChain chain;
        private readonly TileSpace<T> space;
        private readonly ulong seed;
        private int index;

        public Walk(DdpmChain chain, TileSpace<T> space, Tile<T> start, ulong seed)
        {
            this.chain = chain;
            this.space = space;
            this.seed = seed;
            State = space.Allocate();
            space.Combine(State, (1, start));
        }

        public Tile<T> State { get; }

        // Step i draws under interval i; the closed form has interval 0, so the two share no noise.
        public void GoTo(int target, ProgressBar progress, CancellationToken cancellation)
        {
            while (index < target)
            {
                cancellation.ThrowIfCancellationRequested();
                index++;
                LinearKernel step = chain.Forward(index);
                space.Combine(State, (step.OnState, State));
                space.AddNormal(State, step.Deviation, new NoiseKey(seed, (uint)index, NoisePurpose.Forward));
                progress.Report((double)index / chain.Steps);
            }
        }
    }
}
