using System.Numerics;

namespace ScoreSde.Networks;

/// <summary>
/// A residual multilayer perceptron of x ∈ ℝᴰ, a noise level λ and an optional class c:
/// h₀ = W_in x + b_in + T_in f(λ) + E_c, h_{i+1} = h_i + W_i SiLU(h_i) + b_i + T_i f(λ),
/// y = W_out SiLU(h_depth) + b_out + (G f(λ)) ∘ x, and where variances are learned w = W_v SiLU(h_depth) + b_v, with the features f of the noise level and SiLU(z) = z/(1 + e^(−z)).
/// </summary>
/// <remarks>
/// The skip G f(λ) ∘ x lets the part of the answer that is linear in x (all of it where the noise swamps the data)
/// bypass the layers. A row's bits depend on nothing but its x, λ and label. Forward and backward passes on different workspaces may
/// run at once; <see cref="WeightsChanged"/> may not run beside them.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class ResidualMlp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Lock packingBackward = new();
    private readonly ParameterLayout layout;
    private readonly Parameter<T>[] parameters;
    private readonly NetworkPacking<T> packing;
    private BackwardPacking<T>? backwardPacking;

    /// <param name="settings">The shape.</param>
    /// <param name="seed">Fixes the initial weights, which float and double networks share up to rounding.</param>
    public ResidualMlp(MlpSettings settings, ulong seed)
        : this(Require.NotNull(settings), new ParameterLayout(settings), seed, null)
    {
    }

    private ResidualMlp(MlpSettings settings, ParameterLayout layout, ulong seed, Parameter<T>[]? given)
    {
        Settings = settings;
        this.layout = layout;
        parameters = given ?? InitialWeights.Create<T>(settings, layout, seed);
        packing = new NetworkPacking<T>(settings, layout);
        WeightsChanged();
    }

    /// <summary>The shape.</summary>
    public MlpSettings Settings { get; }

    /// <summary>All weights, in the order in which gradients come.</summary>
    public IReadOnlyList<Parameter<T>> Parameters => parameters;

    /// <summary>How many numbers the parameters of a network hold.</summary>
    public static long ParameterCount(MlpSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        long count = 0;
        foreach ((_, int[] shape) in new ParameterLayout(settings).Entries)
        {
            count += ParameterLayout.Length(shape);
        }

        return count;
    }

    /// <summary>The same network with its weights rounded to (or exact in) another element type.</summary>
    /// <typeparam name="TOther">float or double.</typeparam>
    public ResidualMlp<TOther> ConvertTo<TOther>()
        where TOther : unmanaged, IFloatingPointIeee754<TOther>
    {
        Parameter<TOther>[] converted = Array.ConvertAll(
            parameters,
            parameter => new Parameter<TOther>(
                parameter.Name, [.. parameter.Shape], Array.ConvertAll(parameter.Values, TOther.CreateTruncating)));
        return new ResidualMlp<TOther>(Settings, layout, 0, converted);
    }

    /// <summary>Tells the network that values of its parameters were written: the kernels' copies are made again.</summary>
    public void WeightsChanged()
    {
        for (int parameter = 0; parameter < parameters.Length; parameter++)
        {
            RowsChanged(parameter, 0, parameters[parameter].Shape[0]);
        }

        AllRowsChanged();
    }

    /// <summary>A part of <see cref="WeightsChanged"/>, which may run beside others: some rows of a parameter were written.</summary>
    internal void RowsChanged(int parameter, int first, int rows)
    {
        packing.Pack(parameter, parameters[parameter].Values, first, rows);
        backwardPacking?.Pack(parameter, parameters[parameter].Values, first, rows);
    }

    /// <summary>The end of <see cref="WeightsChanged"/>, once <see cref="RowsChanged"/> is done for every row that was written.</summary>
    internal void AllRowsChanged() => packing.Packed();

    /// <summary>The buffers of one thread.</summary>
    /// <param name="rows">The most samples in a batch, at least 1.</param>
    /// <param name="training">Whether <see cref="Backward(ReadOnlySpan{T}, MlpWorkspace{T}, T[][], Span{T})"/> will be asked for.</param>
    public MlpWorkspace<T> CreateWorkspace(int rows, bool training)
    {
        Require.Positive(rows);
        if (training)
        {
            lock (packingBackward)
            {
                if (backwardPacking is null)
                {
                    var packed = new BackwardPacking<T>(Settings, layout);
                    for (int parameter = 0; parameter < parameters.Length; parameter++)
                    {
                        packed.Pack(parameter, parameters[parameter].Values, 0, parameters[parameter].Shape[0]);
                    }

                    backwardPacking = packed;
                }
            }
        }

        return new MlpWorkspace<T>(Settings, rows, training);
    }

    /// <summary>output = y(x, λ, c) for a batch at one noise level.</summary>
    /// <param name="x">[rows, dimension], row-major.</param>
    /// <param name="lambda">λ = ln(α/σ), half the log signal-to-noise ratio; ±∞ is allowed.</param>
    /// <param name="labels">One for each row, −1 for "no label"; or empty, which is −1 for all.</param>
    /// <param name="output">[rows, dimension]; may not overlap x.</param>
    /// <param name="workspace">Made by this network, for at least so many rows.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or the workspace is another network's.</exception>
    /// <exception cref="ArgumentOutOfRangeException">λ is NaN or a label is not one of the classes.</exception>
    public void Forward(ReadOnlySpan<T> x, double lambda, ReadOnlySpan<int> labels, Span<T> output, MlpWorkspace<T> workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        int rows = Prepare(x, labels, output, workspace);
        workspace.OneLevel = true;
        workspace.Shared.MoveTo(lambda, packing);
        if (workspace.Training)
        {
            for (int row = 0; row < rows; row++)
            {
                workspace.Shared.Features.CopyTo(workspace.Features.Span[(row * workspace.FeatureStride)..]);
            }
        }

        workspace.RowsUsed = rows;
        ForwardPass.Run(packing, ClassWeight, x, output, workspace);
    }

    /// <summary>output = y(x, λ_row, c) for a batch whose rows have noise levels of their own. The same bits as one row at a time.</summary>
    /// <param name="x">[rows, dimension], row-major.</param>
    /// <param name="lambdas">λ = ln(α/σ) of each row.</param>
    /// <param name="labels">One for each row, −1 for "no label"; or empty, which is −1 for all.</param>
    /// <param name="output">[rows, dimension]; may not overlap x.</param>
    /// <param name="workspace">Made by this network, for at least so many rows.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or the workspace is another network's.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A λ is NaN or a label is not one of the classes.</exception>
    public void Forward(
        ReadOnlySpan<T> x, ReadOnlySpan<double> lambdas, ReadOnlySpan<int> labels, Span<T> output, MlpWorkspace<T> workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        int rows = Prepare(x, labels, output, workspace);
        if (lambdas.Length != rows)
        {
            throw new ArgumentException($"{rows} rows need as many noise levels, not {lambdas.Length}.", nameof(lambdas));
        }

        workspace.OneLevel = false;
        for (int row = 0; row < lambdas.Length; row++)
        {
            NoiseFeatures.Write(lambdas[row], workspace.Features.Span.Slice(row * workspace.FeatureStride, Settings.TimeFeatures));
        }

        workspace.RowsUsed = rows;
        ForwardPass.Run(packing, ClassWeight, x, output, workspace);
    }

    /// <summary>w of a network that learns variances, for the batch of the last forward pass on the workspace: a second output layer on the same hidden state.</summary>
    /// <param name="variance">[rows, dimension], overwritten.</param>
    /// <param name="workspace">The workspace of the forward pass.</param>
    /// <exception cref="ArgumentException">The length does not fit, or the workspace is another network's.</exception>
    /// <exception cref="InvalidOperationException">The network learns no variance, or no forward pass was run on the workspace.</exception>
    public void Variance(Span<T> variance, MlpWorkspace<T> workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        BatchGuard.Variance(Settings, variance.Length, workspace);
        ForwardPass.Variance(packing, variance, workspace);
    }

    /// <summary>
    /// Derivatives of a scalar L after <see cref="Forward(ReadOnlySpan{T}, double, ReadOnlySpan{int}, Span{T}, MlpWorkspace{T})"/> on the same workspace,
    /// from ∂L/∂output. With empty <paramref name="parameterGradients"/> this is the vector–Jacobian product vᵀ ∂y/∂x.
    /// </summary>
    /// <param name="outputGradient">∂L/∂output, [rows, dimension].</param>
    /// <param name="workspace">The workspace of the forward pass, made for training.</param>
    /// <param name="parameterGradients">To which ∂L/∂parameter is added, in the order and lengths of <see cref="Parameters"/>; or empty.</param>
    /// <param name="inputGradient">∂L/∂x, [rows, dimension], overwritten; or empty. May not overlap the output gradient.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or the workspace is not for training or another network's.</exception>
    /// <exception cref="InvalidOperationException">No forward pass was run on the workspace.</exception>
    public void Backward(
        ReadOnlySpan<T> outputGradient, MlpWorkspace<T> workspace, T[][] parameterGradients, Span<T> inputGradient) =>
        Backward(outputGradient, [], workspace, parameterGradients, inputGradient);

    /// <summary>The same of a scalar that depends on the output and on w.</summary>
    /// <param name="outputGradient">∂L/∂output, [rows, dimension].</param>
    /// <param name="varianceGradient">∂L/∂w, [rows, dimension]; empty where L does not depend on w.</param>
    /// <param name="workspace">The workspace of the forward pass, made for training.</param>
    /// <param name="parameterGradients">To which ∂L/∂parameter is added, in the order and lengths of <see cref="Parameters"/>; or empty.</param>
    /// <param name="inputGradient">∂L/∂x, [rows, dimension], overwritten; or empty. May not overlap the output gradient.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, the network learns no variance, or the workspace is not for training or another network's.</exception>
    /// <exception cref="InvalidOperationException">No forward pass was run on the workspace.</exception>
    public void Backward(
        ReadOnlySpan<T> outputGradient, ReadOnlySpan<T> varianceGradient, MlpWorkspace<T> workspace, T[][] parameterGradients, Span<T> inputGradient)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(parameterGradients);
        BatchGuard.Backward(Settings, parameters, outputGradient.Length, workspace, parameterGradients, inputGradient.Length);
        if (!varianceGradient.IsEmpty && (!Settings.LearnsVariance || varianceGradient.Length != outputGradient.Length))
        {
            throw new ArgumentException(
                Settings.LearnsVariance ? $"The variance gradient must hold {outputGradient.Length} numbers or none, not {varianceGradient.Length}." : "The network learns no variance.",
                nameof(varianceGradient));
        }

        new BackwardPass<T>(backwardPacking!, workspace).Run(outputGradient, varianceGradient, inputGradient);
        if (parameterGradients.Length == 0)
        {
            return;
        }

        ParameterGradients<T> gradients = workspace.Backward!.Parameters ??= GradientsOf([workspace]);
        gradients.Begin();
        for (int unit = 0; unit < gradients.Units; unit++)
        {
            gradients.Run(unit, parameterGradients, adds: true);
        }
    }

    /// <summary>∂y_i/∂x_i of the last forward pass on a workspace made for training, by a backward pass for each i.</summary>
    /// <param name="workspace">The workspace of the forward pass.</param>
    /// <param name="diagonal">[rows, dimension], overwritten.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or the workspace is not for training or another network's.</exception>
    /// <exception cref="InvalidOperationException">No forward pass was run on the workspace.</exception>
    public void JacobianDiagonal(MlpWorkspace<T> workspace, Span<T> diagonal)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        BatchGuard.Backward(Settings, parameters, diagonal.Length, workspace, [], diagonal.Length);
        new BackwardPass<T>(backwardPacking!, workspace).Diagonal(diagonal);
    }

    /// <summary>The parameters' gradients over several workspaces, once <see cref="Backward(ReadOnlySpan{T}, MlpWorkspace{T}, T[][], Span{T})"/> was run on each with neither gradient asked for.</summary>
    internal ParameterGradients<T> GradientsOf(MlpWorkspace<T>[] chunks) => new(layout, chunks);

    private T[]? ClassWeight => layout.ClassWeight < 0 ? null : parameters[layout.ClassWeight].Values;

    // Until the noise levels are in place as well there is nothing on the workspace to look back on.
    private int Prepare(ReadOnlySpan<T> x, ReadOnlySpan<int> labels, Span<T> output, MlpWorkspace<T> workspace)
    {
        workspace.RowsUsed = 0;
        int rows = BatchGuard.Forward(Settings, x.Length, labels, output.Length, workspace);
        for (int row = 0; row < rows; row++)
        {
            workspace.Labels[row] = labels.IsEmpty || labels[row] < 0 ? Settings.NoLabelRow : labels[row];
            if (workspace.Backward is not null)
            {
                x.Slice(row * Settings.Dimension, Settings.Dimension)
                    .CopyTo(workspace.Backward.Input.Span[(row * workspace.DimensionStride)..]);
            }
        }

        return rows;
    }
}
