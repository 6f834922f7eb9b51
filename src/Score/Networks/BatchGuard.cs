using System.Numerics;

namespace ScoreSde.Networks;

/// <summary>Checks what callers hand to a network.</summary>
internal static class BatchGuard
{
    /// <summary>Checks a forward pass and returns its rows.</summary>
    public static int Forward<T>(MlpSettings settings, int inputs, ReadOnlySpan<int> labels, int outputs, MlpWorkspace<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = inputs / settings.Dimension;
        if (rows == 0 || rows * settings.Dimension != inputs)
        {
            throw new ArgumentException($"{inputs} numbers are no batch of samples of dimension {settings.Dimension}.");
        }

        if (outputs != inputs)
        {
            throw new ArgumentException($"The output must hold as many numbers as the input, {inputs}, not {outputs}.");
        }

        if (workspace.Settings != settings)
        {
            throw new ArgumentException("The workspace was made by a network of another shape.");
        }

        if (rows > workspace.Rows)
        {
            throw new ArgumentException($"The workspace holds {workspace.Rows} rows, the batch {rows}.");
        }

        if (!labels.IsEmpty && labels.Length != rows)
        {
            throw new ArgumentException($"{rows} rows need as many labels or none, not {labels.Length}.");
        }

        foreach (int label in labels)
        {
            if (label < -1 || label >= settings.Classes)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(labels), label, $"Labels lie in [−1, {settings.Classes - 1}] for a network with {settings.Classes} classes.");
            }
        }

        return rows;
    }

    /// <summary>Checks what is to hold variances.</summary>
    public static void Variance<T>(MlpSettings settings, int numbers, MlpWorkspace<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!settings.LearnsVariance)
        {
            throw new InvalidOperationException("The network learns no variance.");
        }

        if (workspace.Settings != settings)
        {
            throw new ArgumentException("The workspace was made by a network of another shape.");
        }

        if (workspace.RowsUsed == 0)
        {
            throw new InvalidOperationException("Variances need a forward pass on the same workspace before them.");
        }

        if (numbers != workspace.RowsUsed * settings.Dimension)
        {
            throw new ArgumentException($"The variances are {workspace.RowsUsed * settings.Dimension} numbers, not {numbers}.");
        }
    }

    /// <summary>Checks a backward pass.</summary>
    public static void Backward<T>(
        MlpSettings settings,
        Parameter<T>[] parameters,
        int outputs,
        MlpWorkspace<T> workspace,
        T[][] gradients,
        int inputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!workspace.Training)
        {
            throw new ArgumentException("The workspace was not made for training.");
        }

        if (workspace.Settings != settings)
        {
            throw new ArgumentException("The workspace was made by a network of another shape.");
        }

        if (workspace.RowsUsed == 0)
        {
            throw new InvalidOperationException("A backward pass needs a forward pass on the same workspace before it.");
        }

        int numbers = workspace.RowsUsed * settings.Dimension;
        if (outputs != numbers)
        {
            throw new ArgumentException($"The output gradient must hold {numbers} numbers, not {outputs}.");
        }

        if (inputs != 0 && inputs != numbers)
        {
            throw new ArgumentException($"The input gradient must hold {numbers} numbers or none, not {inputs}.");
        }

        if (gradients.Length != 0 && gradients.Length != parameters.Length)
        {
            throw new ArgumentException($"{parameters.Length} parameters need as many gradients, not {gradients.Length}.");
        }
        for (int i = 0; i < gradients.Length; i++)
        {
            int length = parameters[i].Values.Length;
            if (gradients[i].Length != length)
            {
                throw new ArgumentException($"The gradient of {parameters[i].Name} must hold {length} numbers, not {gradients[i].Length}.");
            }
        }
    }
}
