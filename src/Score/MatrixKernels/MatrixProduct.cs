using System.Numerics;

namespace ScoreSde.MatrixKernels;

/// <summary>Runs a <see cref="ProductTask{T}"/>.</summary>
internal static unsafe class MatrixProduct
{
    /// <summary>Computes the task on the calling thread.</summary>
    public static void Run<T>(in ProductTask<T> task)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int panel = Panels.Columns<T>();
        for (int column = 0; column < task.Columns; column++)
        {
            T* right = task.Right + (column / panel * task.RightPanel) + (column % panel);
            for (int row = 0; row < task.Rows; row++)
            {
                T sum = task.Start is null ? T.Zero : task.Start[(row * task.StartRow) + column];
                T* left = task.Left + (row * task.LeftRow);
                for (int k = 0; k < task.Inner; k++)
                {
                    sum = T.FusedMultiplyAdd(left[k * task.LeftInner], right[k * task.RightInner], sum);
                }

                nint place = (row * task.ResultStride) + column;
                if (task.PreActivation is not null)
                {
                    T h = task.PreActivation[place];
                    T gate = T.One / (T.One + T.Exp(-h));
                    sum *= gate * (T.One + (h * (T.One - gate)));
                }

                if (task.Residual is not null)
                {
                    sum += task.Residual[place];
                }

                task.Result[place] = sum;
                if (task.Activated is not null)
                {
                    task.Activated[place] = sum / (T.One + T.Exp(-sum));
                }
            }
        }
    }
}
