using System.Numerics;
using ScoreSde.MatrixKernels;

namespace ScoreSde.Networks;

/// <summary>
/// ∂L/∂parameter of a batch that lies in chunks on several workspaces, after the backward pass on each of them. The work comes in units of some rows
/// of one tensor, which several threads may take at once.
/// </summary>
/// <remarks>
/// Each number is summed over a chunk from 0 in the order of its rows, and then over the chunks in their order: the bits depend on how the
/// batch is cut into chunks, not on who takes which unit.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class ParameterGradients<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // A third of a million multiply-adds for each of 16 rows of the batch: some hundred microseconds, and a whole number of six rows.
    private const int UnitNumbers = 24576;

    private readonly MlpWorkspace<T>[] chunks;
    private readonly GradientSource<T>[] sources;
    private readonly (int Source, int First, int Rows)[] units;

    /// <param name="layout">The network's parameters.</param>
    /// <param name="chunks">The workspaces, in the order in which they are summed; made for training.</param>
    public ParameterGradients(ParameterLayout layout, MlpWorkspace<T>[] chunks)
    {
        this.chunks = chunks;
        sources = GradientSource<T>.All(layout, chunks);
        var list = new List<(int Source, int First, int Rows)>();
        for (int source = 0; source < sources.Length; source++)
        {
            int step = Math.Max(1, UnitNumbers / sources[source].Columns / RowBlocks.Most) * RowBlocks.Most;
            for (int first = 0; first < sources[source].Rows; first += step)
            {
                list.Add((source, first, Math.Min(step, sources[source].Rows - first)));
            }
        }

        // The long ones first, so that threads end together.
        units = [.. list.OrderByDescending(unit => (long)unit.Rows * sources[unit.Source].Columns)];
    }

    /// <summary>Independent pieces of the work.</summary>
    public int Units => units.Length;

    /// <summary>Takes note of how many rows each workspace holds; to be called before the first unit.</summary>
    public void Begin()
    {
        foreach (GradientSource<T> source in sources)
        {
            for (int chunk = 0; chunk < chunks.Length; chunk++)
            {
                source.Chunks[chunk].Rows = chunks[chunk].RowsUsed;
            }
        }
    }

    /// <summary>Computes one unit.</summary>
    /// <param name="unit">Which.</param>
    /// <param name="gradients">One array for each parameter.</param>
    /// <param name="adds">Whether to add to what is there rather than write over it.</param>
    public void Run(int unit, T[][] gradients, bool adds)
    {
        (int index, int first, int rows) = units[unit];
        GradientSource<T> source = sources[index];
        T[] target = gradients[source.Parameter];
        if (source.IsSum)
        {
            Sum(source, first, rows, target, adds);
            return;
        }

        fixed (T* result = target)
        {
            var task = new GradientTask<T>
            {
                Chunks = source.Chunks,
                FirstRow = first,
                Rows = rows,
                Columns = source.Columns,
                Result = result,
                Adds = adds,
            };
            GradientProduct.Run(in task);
        }

        GC.KeepAlive(chunks);
    }

    // A bias is one row of sums over the batch; the embedding of a class one row of sums over the samples with its label.
    private void Sum(GradientSource<T> source, int first, int rows, T[] target, bool adds)
    {
        int columns = source.Columns;
        int panel = Panels.Columns<T>();
        T* sums = stackalloc T[panel];
        for (int row = first; row < first + rows; row++)
        {
            for (int column = 0; column < columns; column += panel)
            {
                new Span<T>(sums, panel).Clear();
                for (int i = 0; i < chunks.Length; i++)
                {
                    MlpWorkspace<T> chunk = chunks[i];
                    PanelView<T> left = source.Chunks[i].Left;
                    ReadOnlySpan<int> labels = source.ByLabel ? chunk.Labels.AsSpan(0, chunk.RowsUsed) : [];
                    if (!source.ByLabel || labels.Contains(row))
                    {
                        ColumnSums.Add(left.Column(column), left.Row, chunk.RowsUsed, labels, row, sums);
                    }
                }

                int length = Math.Min(panel, columns - column);
                var part = new ReadOnlySpan<T>(sums, length);
                Span<T> total = target.AsSpan((row * columns) + column, length);
                if (adds)
                {
                    RowKernels.Add(total, part, total);
                }
                else
                {
                    part.CopyTo(total);
                }
            }
        }

        GC.KeepAlive(chunks);
    }
}
