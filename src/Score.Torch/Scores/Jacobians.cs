using ScoreSde.Torch.Tensors;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Scores;

/// <summary>Products with a transposed Jacobian by libtorch's own differentiation: one pass forwards, one back for each product.</summary>
internal static class Jacobians
{
    /// <summary>epsilon = f(x) and product_k = (∂f/∂x)ᵀ cotangent_k, row by row. What is written gets other memory: views of it keep the old.</summary>
    public static void Write(Func<Tensor, Tensor> f, Tensor x, Tensor? epsilon, ReadOnlySpan<Tensor> cotangents, ReadOnlySpan<Tensor> products)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor input, Tensor output) = Forwards(f, x);
        for (int k = 0; k < products.Length; k++)
        {
            Tensor product = Back(input, output, cotangents[k], isLast: k == products.Length - 1);
            Set(products[k], product);
        }

        if (epsilon is not null)
        {
            using Tensor value = output.detach();
            Set(epsilon, value);
        }
    }

    /// <summary>epsilon = f(x) and diagonal_i = ∂f_i/∂x_i, row by row.</summary>
    public static void WriteDiagonal(Func<Tensor, Tensor> f, Tensor x, Tensor epsilon, Tensor diagonal)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor input, Tensor output) = Forwards(f, x);
        Tensor unit = zeros_like(x);
        int d = (int)x.shape[1];
        var entries = new Tensor[d];
        for (int i = 0; i < d; i++)
        {
            using Tensor column = unit.select(1, i);
            column.Set_(1);
            using Tensor product = Back(input, output, unit, isLast: i == d - 1);
            entries[i] = product.select(1, i).clone();
            column.zero_();
        }

        using IDisposable noGradients = no_grad();
        Set(diagonal, stack(entries, 1));
        using Tensor value = output.detach();
        Set(epsilon, value);
    }

    private static (Tensor Input, Tensor Output) Forwards(Func<Tensor, Tensor> f, Tensor x)
    {
        Tensor input = x.detach();
        using IDisposable gradients = set_grad_enabled(true);
        input.requires_grad = true;
        return (input, f(input));
    }

    private static Tensor Back(Tensor input, Tensor output, Tensor cotangent, bool isLast) =>
        autograd.grad([output], [input], [cotangent], retain_graph: !isLast)[0];

    private static void Set(Tensor target, Tensor value)
    {
        using IDisposable noGradients = no_grad();
        target.set_(value.contiguous());
    }
}
